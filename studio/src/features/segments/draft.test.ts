import { describe, expect, it } from 'vitest';
import type { SegmentGroup } from '../../../../core/segments/rules.ts';
import type { SegmentTest } from '../../../../core/segments/tests.ts';
import {
  attributeTypeOf,
  checkRules,
  newGroup,
  newTest,
  testKindGroups,
  testKinds,
  withOperator,
  withoutPart,
} from './draft.ts';

const group = (...of: SegmentGroup['of']): SegmentGroup => ({ kind: 'all', of });

describe('a draft', () => {
  it('names what is missing by the place of the test', () => {
    const draft = group(
      { kind: 'name', op: 'is-empty' },
      { kind: 'any', of: [newTest('tag'), newTest('event')] },
    );
    const { rules, problems } = checkRules(draft);
    expect(rules).toBeNull();
    expect([...problems]).toEqual([
      ['of.1.of.0', 'Enter what to compare with.'],
      ['of.1.of.1', 'Say which one.'],
    ]);
  });

  it.each([
    [{ kind: 'country', op: 'is-one-of', values: [] }, 'two letters'],
    [{ kind: 'country', op: 'is-one-of', values: ['GERMANY'] }, 'two letters'],
    [{ kind: 'lastInbound', op: 'in-last-days', days: undefined }, 'number of days'],
    [{ kind: 'created', op: 'in-last-days', days: 1.5 }, 'number of days'],
    [{ kind: 'attribute', name: 'a', type: 'number', op: 'at-least' }, 'compare with'],
    [{ kind: 'created', op: 'between', from: '2026-02-01', to: '2026-01-01' }, 'the earlier one first'],
    [{ kind: 'flow', op: 'entered', from: '2026-02-01' }, 'two days'],
    [{ kind: 'campaign', campaign: 'spring', op: 'was-read' }, 'Choose a campaign'],
    [{ kind: 'flow', flowId: '', op: 'entered' }, 'Choose a flow'],
    [{ kind: 'lastMessage', op: 'replied' }, 'number of days'],
  ] as [SegmentTest, string][])('says what %j lacks', (test, words) => {
    expect(checkRules(group(test)).problems.get('of.0')).toContain(words);
  });

  it('becomes rules without what isn’t compared with', () => {
    const draft = group(withOperator({ kind: 'name', op: 'is', value: 'old' }, 'is-empty'));
    expect(checkRules(draft).rules).toEqual(group({ kind: 'name', op: 'is-empty' }));
  });

  it('keeps a value through a change of comparison and back', () => {
    const test = withOperator({ kind: 'name', op: 'is', value: 'Anna' }, 'is-empty');
    expect(withOperator(test, 'contains')).toEqual({ kind: 'name', op: 'contains', value: 'Anna' });
  });

  it('starts days with a number', () => {
    const date: SegmentTest = {
      kind: 'attribute',
      name: 'born',
      type: 'date',
      op: 'is',
      value: '2026-01-01',
    };
    expect(checkRules(group(withOperator(date, 'in-next-days'))).rules).not.toBeNull();
  });

  it('begins with a test of every kind that lacks a value at most', () => {
    for (const kind of testKinds) {
      for (const message of checkRules(group(newTest(kind))).problems.values()) {
        expect(message).toMatch(/^(Enter|Say|Choose)/);
      }
    }
  });

  it('leaves out what only another comparison asks for', () => {
    const answered = withOperator(newTest('campaign'), 'not-replied');
    expect(answered).toMatchObject({ replyDays: 7 });
    expect(checkRules(group(withOperator(answered, 'was-read'))).rules).toEqual(
      group({ kind: 'campaign', campaign: 'last', op: 'was-read' }),
    );
    const isIn = withOperator(newTest('flow'), 'is-in');
    expect(checkRules(group(isIn)).rules).toEqual(group({ kind: 'flow', op: 'is-in' }));
  });

  it('offers every kind of test in one place of the menu', () => {
    expect(Object.values(testKindGroups).flat().sort()).toEqual([...testKinds].sort());
  });

  it('loses a group with its last test', () => {
    expect(withoutPart(newGroup(), 0)).toBeNull();
    expect(withoutPart(group(newTest('name'), newTest('tag')), 0)?.of).toEqual([newTest('tag')]);
  });
});

describe('the type of an attribute', () => {
  const fields = {
    tags: [],
    attributes: [
      { name: 'age', types: ['number' as const], definedAs: null },
      { name: 'plan', types: ['string' as const], definedAs: null },
      { name: 'birthday', types: ['string' as const], definedAs: 'date' as const },
      { name: 'mixed', types: ['number' as const, 'string' as const], definedAs: null },
    ],
  };

  it.each([
    ['age', 'number'],
    ['plan', 'text'],
    ['birthday', 'date'],
    ['mixed', null],
    ['other', null],
  ])('of %s is %s', (name, type) => expect(attributeTypeOf(fields, name)).toBe(type));
});
