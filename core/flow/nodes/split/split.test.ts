import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contact, stepInput } from '../../testing.ts';
import { split } from './index.ts';
import type { SplitData } from './manifest.ts';
import { weightsOf100 } from './weights.ts';

const data = (...weights: number[]): SplitData => ({
  branches: weights.map((weight, index) => ({ id: `b${index}`, weight })),
});
const way = (one: SplitData, person: string, nodePath = 'node') => {
  const outcome = split.advance(
    one,
    stepInput({ kind: 'entered' }, { contact: { ...contact, id: person }, nodePath }),
  );
  return outcome.kind === 'leave' ? outcome.port : outcome.kind;
};
const person = (n: number) => `018f3b1a-7b1c-7c3d-8e4f-${n.toString(16).padStart(12, '0')}`;
const count = (ways: string[]) => {
  const counts: Record<string, number> = {};
  for (const one of ways) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
};

describe('split', () => {
  it('sends the same person the same way again', () => {
    for (let n = 0; n < 100; n += 1) expect(way(data(50, 50), person(n))).toBe(way(data(50, 50), person(n)));
  });

  it.each([[[50, 50]], [[10, 20, 70]], [[1, 99]], [[34, 33, 33]]])('spreads people as %j', (weights) => {
    const people = 20_000;
    const counts = count(Array.from({ length: people }, (_, n) => way(data(...weights), person(n))));
    weights.forEach((weight, index) => {
      const expected = (people * weight) / 100;
      // Five standard deviations; the ids are fixed, so this passes always or never.
      const tolerance = 5 * Math.sqrt(expected * (1 - weight / 100));
      expect(Math.abs((counts[`branch:b${index}`] ?? 0) - expected)).toBeLessThan(tolerance);
    });
  });

  it('draws apart at each step and with each salt', () => {
    const pairs = (other: (n: number) => string) =>
      count(Array.from({ length: 8_000 }, (_, n) => `${way(data(50, 50), person(n))} ${other(n)}`));
    for (const counts of [
      pairs((n) => way(data(50, 50), person(n), 'other')),
      pairs((n) => way({ ...data(50, 50), salt: 'again' }, person(n))),
    ]) {
      expect(Object.keys(counts)).toHaveLength(4);
      for (const number of Object.values(counts)) expect(Math.abs(number - 2_000)).toBeLessThan(200);
    }
  });

  it('never takes a way without a share, and fails when none has one', () => {
    const ways = Array.from({ length: 500 }, (_, n) => way(data(0, 100, 0), person(n)));
    expect(new Set(ways)).toEqual(new Set(['branch:b1']));
    expect(way(data(0, 0), 'p')).toBe('fault');
    expect(way(data(), 'p')).toBe('fault');
  });

  it('keeps the proportions of shares that don’t total 100, as a draft may have', () => {
    const counts = count(Array.from({ length: 4_000 }, (_, n) => way(data(30, 10), person(n))));
    expect(Math.abs((counts['branch:b0'] ?? 0) - 3_000)).toBeLessThan(150);
  });

  it('reports shares that don’t total 100, too few branches and ids used twice', () => {
    expect(split.validate(data(50, 50))).toEqual([]);
    expect(split.validate(data(50, 40))).toMatchObject([{ code: 'weights-not-100', field: 'branches' }]);
    expect(split.validate(data(100))).toMatchObject([{ code: 'required-field' }]);
    const twice = {
      branches: [
        { id: 'a', weight: 50 },
        { id: 'a', weight: 50 },
      ],
    };
    expect(split.validate(twice)).toMatchObject([{ code: 'duplicate-option-id', field: 'branches.1.id' }]);
  });

  it('names its ways out', () => {
    const named: SplitData = {
      branches: [
        { id: 'a', label: 'Short', weight: 40 },
        { id: 'b', weight: 60 },
      ],
    };
    expect(split.manifest.ports(named)).toEqual([
      { id: 'branch:a', label: 'Short, 40 %' },
      { id: 'branch:b', label: 'B, 60 %' },
    ]);
    expect(split.manifest.summary(named)).toBe('Short 40 % / B 60 %');
  });
});

describe('weightsOf100', () => {
  it('keeps the proportions and totals 100', () => {
    expect(weightsOf100([1, 1, 1])).toEqual([34, 33, 33]);
    expect(weightsOf100([30, 10])).toEqual([75, 25]);
    expect(weightsOf100([0, 0, 0])).toEqual([34, 33, 33]);
    expect(weightsOf100([])).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 10 }), (weights) => {
        const fixed = weightsOf100(weights);
        expect(fixed.reduce((sum, one) => sum + one, 0)).toBe(100);
        expect(fixed.every((one) => Number.isInteger(one) && one >= 0)).toBe(true);
      }),
      { seed: 7 },
    );
  });
});
