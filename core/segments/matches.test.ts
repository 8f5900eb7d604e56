import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';
import { matches, type SegmentFacts } from './matches.ts';
import type { SegmentPart, SegmentTest } from './rules.ts';

const NOW = new Date('2026-11-24T08:30:00.000Z');
const facts: SegmentFacts = {
  name: 'Zoë O’Hara',
  country: 'DE',
  locale: 'en_US',
  tags: ['vip', 'Lead'],
  attributes: {
    city: 'Berlin',
    age: 34,
    zip: 10115,
    member: true,
    ratio: 0.5,
    born: '1990-02-28',
    text: '007',
  },
  consent: 'granted',
  createdAt: '2026-11-17T08:30:00.000Z',
  lastInboundAt: '2026-11-23T08:30:00.000Z',
  lastOutboundAt: null,
  events: { 'api_event:order.paid': '2026-11-20T08:30:00.000Z' },
};
const holds = (part: SegmentPart, change: Partial<SegmentFacts> = {}, now = NOW) =>
  matches({ kind: 'all', of: [part] }, { ...facts, ...change }, now);

const attribute = (name: string) => ({ kind: 'attribute' as const, name });
const yes: SegmentTest = { kind: 'name', op: 'is-not-empty' };
const no: SegmentTest = { kind: 'name', op: 'is-empty' };

describe('groups', () => {
  it.each<[SegmentPart, boolean]>([
    [{ kind: 'all', of: [yes, yes] }, true],
    [{ kind: 'all', of: [yes, no] }, false],
    [{ kind: 'any', of: [no, yes] }, true],
    [{ kind: 'any', of: [no, { kind: 'all', of: [yes, no] }] }, false],
  ])('%j is %s', (part, expected) => expect(holds(part)).toBe(expected));
});

describe('tests', () => {
  it.each<[SegmentTest, boolean]>([
    [{ kind: 'tag', op: 'has', value: 'vip' }, true],
    [{ kind: 'tag', op: 'has', value: 'VIP' }, false],
    [{ kind: 'tag', op: 'has-not', value: 'lead' }, true],
    [{ kind: 'tag', op: 'is-empty' }, false],
    [{ kind: 'name', op: 'is', value: 'ZOË o’hara' }, true],
    [{ kind: 'name', op: 'contains', value: 'oë o' }, true],
    [{ kind: 'name', op: 'not-contains', value: 'x' }, true],
    [{ kind: 'locale', op: 'starts-with', value: 'EN' }, true],
    [{ kind: 'country', op: 'is-one-of', values: ['AT', 'DE'] }, true],
    [{ kind: 'country', op: 'is-none-of', values: ['AT'] }, true],
    [{ kind: 'consent', op: 'is', value: 'granted' }, true],
    [{ kind: 'consent', op: 'is-not', value: 'denied' }, true],
    [{ kind: 'lastInbound', op: 'in-last-days', days: 2 }, true],
    [{ kind: 'lastInbound', op: 'more-than-days-ago', days: 2 }, false],
    [{ kind: 'event', event: 'api_event', name: 'order.paid', op: 'happened', days: 5 }, true],
    [{ kind: 'event', event: 'goal', name: 'order.paid', op: 'not-happened', days: 5 }, true],
    [{ ...attribute('city'), type: 'text', op: 'is', value: 'berlin' }, true],
    [{ ...attribute('zip'), type: 'text', op: 'starts-with', value: '101' }, true],
    [{ ...attribute('member'), type: 'text', op: 'is', value: 'true' }, true],
    [{ ...attribute('ratio'), type: 'text', op: 'is', value: '0.5' }, false],
    [{ ...attribute('age'), type: 'number', op: 'at-least', value: 34 }, true],
    [{ ...attribute('text'), type: 'number', op: 'is', value: 7 }, true],
    [{ ...attribute('city'), type: 'number', op: 'less-than', value: 1 }, false],
    [{ ...attribute('city'), type: 'number', op: 'is-not', value: 1 }, true],
    [{ ...attribute('member'), type: 'boolean', op: 'is', value: true }, true],
    [{ ...attribute('none'), type: 'boolean', op: 'is', value: false }, false],
    [{ ...attribute('none'), type: 'boolean', op: 'is-empty' }, true],
    [{ ...attribute('born'), type: 'date', op: 'before', value: '1990-03-01' }, true],
    [{ ...attribute('city'), type: 'date', op: 'after', value: '1990-03-01' }, false],
    [{ ...attribute('constructor'), type: 'text', op: 'is-not-empty' }, false],
  ])('%j is %s', (test, expected) => expect(holds(test)).toBe(expected));
});

describe('time', () => {
  it('counts days of 24 hours, and the edge is not within them', () => {
    const test: SegmentTest = { kind: 'created', op: 'in-last-days', days: 7 };
    expect(holds(test)).toBe(false);
    expect(holds(test, {}, new Date(NOW.getTime() - 1))).toBe(true);
    expect(holds({ ...test, op: 'more-than-days-ago' })).toBe(true);
  });

  it('takes never for neither recently nor long ago', () => {
    const results = (['in-last-days', 'more-than-days-ago', 'is-empty', 'is-not-empty'] as const).map((op) =>
      holds({ kind: 'lastOutbound', op, days: 1 }),
    );
    expect(results).toEqual([false, false, true, false]);
  });

  it.each([
    ['2026-11-24', { 'in-last-days': true, 'in-next-days': true }],
    ['2026-11-22', { 'in-last-days': true }],
    ['2026-11-21T23:59:00+02:00', { 'more-than-days-ago': true }],
    ['2026-11-26', { 'in-next-days': true }],
    ['2026-11-27', { 'more-than-days-ahead': true }],
    ['2026-02-30', {}],
    ['24.11.2026', {}],
  ])('compares the day %s with today in UTC', (born, expected) => {
    const operators = ['in-last-days', 'more-than-days-ago', 'in-next-days', 'more-than-days-ahead'] as const;
    for (const op of operators) {
      const test: SegmentTest = { ...attribute('born'), type: 'date', op, days: 2 };
      expect([op, holds(test, { attributes: { born } })]).toEqual([
        op,
        (expected as Record<string, boolean>)[op] ?? false,
      ]);
    }
  });
});

describe('fold', () => {
  it.each([
    ['ÄÖ', 'äö'],
    ['E\u0301', '\u00e9'],
    ['İ', 'i'],
    ['ΣΑΣ', 'σασ'],
    ['straße', 'straße'],
  ])('makes %s of %s', (text, folded) => expect(fold(text)).toBe(folded));
});
