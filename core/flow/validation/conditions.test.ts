import { describe, expect, it } from 'vitest';
import { sampleNode } from '../samples/build.ts';
import { branches, found, line, start, test } from './testing.ts';

describe('conditions and splits', () => {
  const dead = (...tests: Parameters<typeof branches>) =>
    found('dead-rule', line({ start, check: branches(...tests) }));

  it('dead-rule: an earlier branch takes everybody who would take it', () => {
    expect(dead(test('answers.x', 'is', 'red'), test('answers.x', 'is', 'RED '))).toEqual([
      'check branches.1',
    ]);
    expect(dead(test('answers.x', 'at-least', '5'), test('answers.x', 'greater-than', '10'))).toEqual([
      'check branches.1',
    ]);
    expect(dead(test('answers.x', 'contains', 'red'), test('answers.x', 'is', 'dark red'))).toEqual([
      'check branches.1',
    ]);
    expect(
      dead(
        test('answers.x', 'is-empty'),
        test('answers.x', 'is-not-empty'),
        test('contact.name', 'is', 'Maya'),
      ),
    ).toEqual(['check branches.2']);
    expect(
      dead(test('answers.x', 'is-not-empty'), [
        test('answers.x', 'is', 'red'),
        test('contact.tags', 'is', 'vip'),
      ]),
    ).toEqual(['check branches.1']);
  });

  it('dead-rule: tests that never hold together', () => {
    expect(dead([test('answers.x', 'is', 'red'), test('answers.x', 'is', 'blue')])).toEqual([
      'check branches.0',
    ]);
    expect(dead([test('answers.x', 'less-than', '5'), test('answers.x', 'greater-than', '5')])).toEqual([
      'check branches.0',
    ]);
  });

  it('no dead-rule where nothing is certain', () => {
    expect(dead(test('answers.x', 'greater-than', '10'), test('answers.x', 'at-least', '5'))).toEqual([]);
    expect(dead(test('answers.x', 'is', 'dark red'), test('answers.x', 'contains', 'red'))).toEqual([]);
    expect(dead([test('contact.tags', 'is', 'a'), test('contact.tags', 'is', 'b')])).toEqual([]);
    expect(dead(test('answers.x', 'is', '5'), test('answers.x', 'is', '5.0'))).toEqual([]);
  });

  it('weights-not-100', () => {
    const split = (...weights: number[]) =>
      sampleNode('split', 0, 0, { branches: weights.map((weight, index) => ({ id: `s${index}`, weight })) });
    expect(found('weights-not-100', line({ start, ab: split(50, 40) }))).toEqual(['ab branches']);
    expect(found('weights-not-100', line({ start, ab: split(50, 50) }))).toEqual([]);
  });
});
