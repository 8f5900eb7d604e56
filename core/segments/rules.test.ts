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
    [
      'a day without the other',
      { kind: 'all', of: [{ kind: 'created', op: 'between', from: '2026-01-01' }] },
      'of.0.to',
    ],
    [
      'days that run backwards',
      { kind: 'all', of: [{ kind: 'created', op: 'between', from: '2026-02-01', to: '2026-01-01' }] },
      'of.0.to',
    ],
    [
      'a period of two kinds',
      {
        kind: 'all',
        of: [
          {
            kind: 'campaign',
            campaign: 'last',
            op: 'was-read',
            days: 3,
            from: '2026-01-01',
            to: '2026-01-02',
          },
        ],
      },
      'of.0.days',
    ],
    [
      'an answer without days',
      { kind: 'all', of: [{ kind: 'lastMessage', op: 'replied' }] },
      'of.0.replyDays',
    ],
    [
      'at least nothing',
      { kind: 'all', of: [{ kind: 'messages', type: 'sent', op: 'at-least', value: 0 }] },
      'of.0.value',
    ],
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
        { kind: 'consent', purpose: 'utility', op: 'is', value: 'granted' },
      ],
    });
    expect(summariseRules(rules)).toBe(
      'Tags include “vip” and (Last message from them was in the last 7 days or Attribute “member” is yes) and ' +
        'Country of the number is one of DE, AT and Consent to marketing is not denied and ' +
        'Consent to utility messages is granted',
    );
    expect(testsOf(rules)).toHaveLength(6);
  });

  it('are read in words that name flows, segments and numbers', () => {
    const flowId = '01000000-0000-4000-8000-000000000001';
    const segmentId = '01000000-0000-4000-8000-000000000002';
    const rules = segmentRules.parse({
      kind: 'all',
      of: [
        { kind: 'campaign', campaign: 'last', op: 'was-read', days: 30 },
        { kind: 'campaign', campaign: 'last', op: 'not-replied', replyDays: 7 },
        { kind: 'flow', flowId, op: 'reached-goal', goal: 'bought', days: 9 },
        {
          kind: 'messages',
          type: 'sent',
          source: 'flow',
          op: 'at-most',
          value: 2,
          from: '2026-01-01',
          to: '2026-01-31',
        },
        { kind: 'conversation', type: 'mode', op: 'is', value: 'human' },
        { kind: 'segment', op: 'belongs-not', segmentId },
      ],
    });
    const names = { flows: new Map([[flowId, 'Welcome']]), segments: new Map([[segmentId, 'Staff']]) };
    expect(summariseRules(rules, names)).toBe(
      'The last campaign was read (sent in the last 30 days) and The last campaign was not answered within 7 days and ' +
        'Flow “Welcome” led to the goal “bought” in the last 9 days and ' +
        'Messages sent to them from flows at most 2 between 2026-01-01 and 2026-01-31 and ' +
        'Answered by is people and Segment “Staff” does not include them',
    );
  });
});
