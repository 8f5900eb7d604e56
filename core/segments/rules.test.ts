import { describe, expect, it } from 'vitest';
import { MAX_TESTS, segmentRules, testsOf } from './rules.ts';
import { summariseRules } from './summary.ts';

const test = { kind: 'tag', op: 'has', value: 'vip' };
const nested = (levels: number): unknown => (levels === 0 ? test : { kind: 'all', of: [nested(levels - 1)] });
const problems = (rules: unknown) =>
  segmentRules.safeParse(rules).error?.issues.map((issue) => issue.path.join('.')) ?? [];

describe('segment rules', () => {
  it('take three levels of groups and no more', () => {
    expect(problems(nested(3))).toEqual([]);
    expect(problems(nested(4))).toEqual(['of.0.of.0.of.0.kind']);
  });

  it(`take ${MAX_TESTS} tests in all and no more`, () => {
    const group = (count: number) => ({ kind: 'any', of: Array.from({ length: count }, () => test) });
    expect(problems({ kind: 'all', of: [group(25), group(25)] })).toEqual([]);
    expect(problems({ kind: 'all', of: [group(25), group(26)] })).toEqual(['of']);
  });

  it.each([
    ['an empty group', { kind: 'all', of: [] }, 'of'],
    ['a value that is missing', { kind: 'all', of: [{ kind: 'name', op: 'is' }] }, 'of.0.value'],
    ['a blank value', { kind: 'all', of: [{ kind: 'name', op: 'is', value: ' ' }] }, 'of.0.value'],
    ['days that are missing', { kind: 'any', of: [{ kind: 'created', op: 'in-last-days' }] }, 'of.0.days'],
    [
      'a day that doesn’t exist',
      {
        kind: 'all',
        of: [{ kind: 'attribute', type: 'date', name: 'born', op: 'is', value: '2026-02-30' }],
      },
      'of.0.value',
    ],
    [
      'a number as text',
      { kind: 'all', of: [{ kind: 'attribute', type: 'number', name: 'a', op: 'is', value: '3' }] },
      'of.0.value',
    ],
    [
      'a country by name',
      { kind: 'all', of: [{ kind: 'country', op: 'is-one-of', values: ['Spain'] }] },
      'of.0.values.0',
    ],
    ['a field nobody knows', { kind: 'all', of: [{ ...test, sql: 'true' }] }, 'of.0'],
    ['a single test', test, 'kind'],
  ])('refuse %s', (_, rules, field) => expect(problems(rules)).toContain(field));

  it('need no value where nothing is compared', () => {
    expect(problems({ kind: 'all', of: [{ kind: 'name', op: 'is-empty' }] })).toEqual([]);
  });

  it('are read in words', () => {
    const rules = segmentRules.parse({
      kind: 'all',
      of: [
        test,
        {
          kind: 'any',
          of: [
            { kind: 'lastInbound', op: 'in-last-days', days: 7 },
            { kind: 'attribute', type: 'boolean', name: 'member', op: 'is', value: true },
          ],
        },
        { kind: 'country', op: 'is-one-of', values: ['DE', 'AT'] },
        { kind: 'consent', op: 'is-not', value: 'denied' },
      ],
    });
    expect(summariseRules(rules)).toBe(
      'Tags include “vip” and (Last message from them was in the last 7 days or Attribute “member” is yes) and ' +
        'Country of the number is one of DE, AT and Consent to marketing is not denied',
    );
    expect(testsOf(rules)).toHaveLength(5);
  });
});
