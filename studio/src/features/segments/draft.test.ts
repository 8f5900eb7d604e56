import { describe, expect, it } from 'vitest';
import type { SegmentGroup, SegmentTest } from '../../../../core/segments/rules.ts';
import {
  attributeTypeOf,
  checkRules,
  newGroup,
  newTest,
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
        expect(message).toMatch(/^(Enter|Say)/);
      }
    }
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
      { name: 'age', types: ['number' as const] },
      { name: 'plan', types: ['string' as const] },
      { name: 'mixed', types: ['number' as const, 'string' as const] },
    ],
  };

  it.each([
    ['age', 'number'],
    ['plan', 'text'],
    ['mixed', null],
    ['other', null],
  ])('of %s is %s', (name, type) => expect(attributeTypeOf(fields, name)).toBe(type));
});
