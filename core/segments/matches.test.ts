import { describe, expect, it } from 'vitest';
import { fold } from './fold.ts';
import type { MessageFact, SegmentFacts } from './facts.ts';
import { matches } from './matches.ts';
import type { SegmentPart, SegmentRules } from './rules.ts';
import type { SegmentTest } from './tests.ts';

const NOW = new Date('2026-11-24T08:30:00.000Z');
const [NUMBER, OTHER] = ['0a000000-0000-4000-8000-000000000001', '0a000000-0000-4000-8000-000000000002'];
const facts: SegmentFacts = {
  name: 'Zoë O’Hara',
  country: 'DE',
  locale: 'en_US',
  phones: ['4915112345678'],
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
  consent: { marketing: 'granted', utility: 'pending' },
  createdAt: '2026-11-17T08:30:00.000Z',
  lastInboundAt: '2026-11-23T08:30:00.000Z',
  lastOutboundAt: null,
  events: [{ event: 'api_event', name: 'order.paid', at: '2026-11-20T08:30:00.000Z' }],
  conversations: [
    {
      phoneNumberId: NUMBER,
      status: 'open',
      mode: 'human',
      isAssigned: true,
      isUnread: false,
      windowExpiresAt: '2026-11-24T08:30:00.001Z',
    },
  ],
  messages: [],
  runs: [],
  goals: [],
};
const holds = (part: SegmentPart, change: Partial<SegmentFacts> = {}, now = NOW) =>
  matches({ kind: 'all', of: [part] }, { facts: { ...facts, ...change }, now, timeZone: 'UTC' });

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
    [{ kind: 'phone', op: 'starts-with', value: '49151' }, true],
    [{ kind: 'phone', op: 'not-starts-with', value: '49' }, false],
    [{ kind: 'consent', op: 'is', value: 'granted' }, true],
    [{ kind: 'consent', op: 'is-not', value: 'denied' }, true],
    [{ kind: 'consent', purpose: 'marketing', op: 'is', value: 'granted' }, true],
    [{ kind: 'consent', purpose: 'utility', op: 'is', value: 'pending' }, true],
    [{ kind: 'consent', purpose: 'utility', op: 'is-not', value: 'granted' }, true],
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

describe('a conversation', () => {
  it.each<[SegmentTest, boolean]>([
    [{ kind: 'conversation', type: 'status', op: 'is', value: 'open' }, true],
    [{ kind: 'conversation', type: 'status', op: 'is-not', value: 'resolved' }, true],
    [{ kind: 'conversation', type: 'mode', op: 'is', value: 'bot' }, false],
    [{ kind: 'conversation', type: 'assignee', op: 'is-empty' }, false],
    [{ kind: 'conversation', type: 'unread', op: 'is-empty' }, true],
    [{ kind: 'conversation', type: 'window', op: 'is-open' }, true],
    [{ kind: 'conversation', type: 'window', op: 'is-closed', phoneNumberId: OTHER }, true],
    [{ kind: 'conversation', type: 'count', op: 'at-least', value: 1, phoneNumberId: NUMBER }, true],
    [{ kind: 'conversation', type: 'count', op: 'at-most', value: 0 }, false],
  ])('%j is %s', (test, expected) => expect(holds(test)).toBe(expected));
});

describe('messages', () => {
  const campaignId = '0c000000-0000-4000-8000-000000000001';
  const older = '0c000000-0000-4000-8000-000000000002';
  const message = (daysAgo: number, status: string, source: string, campaign: string | null = null) => ({
    ...{ status, source, campaignId: campaign },
    at: new Date(NOW.getTime() - daysAgo * 86_400_000).toISOString(),
  });
  /** The newest first: an agent wrote, the campaign was read ten days ago, its forerunner was answered. */
  const messages: MessageFact[] = [
    message(1, 'failed', 'agent'),
    message(10, 'read', 'campaign', campaignId),
    message(19, 'received', 'contact'),
    message(20, 'delivered', 'campaign', older),
  ];
  it.each<[SegmentTest, boolean]>([
    [{ kind: 'messages', type: 'sent', op: 'at-least', value: 2 }, true],
    [{ kind: 'messages', type: 'sent', op: 'at-least', value: 1, days: 10 }, false],
    [{ kind: 'messages', type: 'received', op: 'at-most', value: 0, days: 7 }, true],
    [{ kind: 'messages', type: 'read', op: 'at-least', value: 1, source: 'agent' }, false],
    [{ kind: 'messages', type: 'delivered', op: 'at-least', value: 1, campaignId: older }, true],
    [
      { kind: 'messages', type: 'failed', op: 'at-least', value: 1, from: '2026-11-23', to: '2026-11-23' },
      true,
    ],
    [{ kind: 'lastMessage', op: 'failed' }, true],
    [{ kind: 'lastMessage', source: 'campaign', op: 'was-read' }, true],
    [{ kind: 'lastMessage', source: 'flow', op: 'was-not-read' }, false],
    [{ kind: 'campaign', campaign: 'last', op: 'was-read' }, true],
    [{ kind: 'campaign', campaign: 'last', op: 'was-read', days: 7 }, false],
    [{ kind: 'campaign', campaign: 'last', op: 'not-replied', replyDays: 7 }, true],
    [{ kind: 'campaign', campaign: 'last', op: 'not-replied', replyDays: 11 }, false],
    [{ kind: 'campaign', campaign: older, op: 'replied', replyDays: 1 }, true],
    [{ kind: 'campaign', campaign: older, op: 'replied', replyDays: 0 }, false],
    [{ kind: 'campaign', campaign: older, op: 'was-not-read' }, true],
    [{ kind: 'campaign', campaign: NUMBER, op: 'was-not-read' }, false],
    [{ kind: 'campaign', campaign: NUMBER, op: 'was-not-sent' }, true],
    [{ kind: 'campaign', campaign: 'any', op: 'was-not-sent', days: 7 }, true],
  ])('%j is %s', (test, expected) => expect(holds(test, { messages })).toBe(expected));
});

describe('flows', () => {
  const runs = [
    {
      flowId: NUMBER,
      status: 'completed',
      startedAt: '2026-11-01T00:00:00Z',
      endedAt: '2026-11-22T00:00:00Z',
    },
    { flowId: OTHER, status: 'waiting', startedAt: '2026-11-23T00:00:00Z', endedAt: null },
  ];
  const goals = [{ name: 'bought', flowId: NUMBER, at: '2026-11-21T00:00:00Z' }];
  it.each<[SegmentTest, boolean]>([
    [{ kind: 'flow', flowId: NUMBER, op: 'entered', days: 7 }, false],
    [{ kind: 'flow', op: 'entered', days: 7 }, true],
    [{ kind: 'flow', flowId: NUMBER, op: 'completed', days: 7 }, true],
    [{ kind: 'flow', flowId: OTHER, op: 'not-completed' }, true],
    [{ kind: 'flow', op: 'exited' }, false],
    [{ kind: 'flow', flowId: OTHER, op: 'is-in' }, true],
    [{ kind: 'flow', flowId: NUMBER, op: 'is-not-in' }, true],
    [{ kind: 'flow', flowId: NUMBER, op: 'reached-goal', goal: 'bought' }, true],
    [{ kind: 'flow', flowId: OTHER, op: 'not-reached-goal' }, true],
  ])('%j is %s', (test, expected) => expect(holds(test, { runs, goals })).toBe(expected));
});

describe('a segment in a segment', () => {
  const [outer, inner, gone] = [NUMBER, OTHER, '0a000000-0000-4000-8000-000000000003'];
  const belongs = (segmentId: string, op: 'belongs' | 'belongs-not' = 'belongs'): SegmentRules => ({
    kind: 'all',
    of: [{ kind: 'segment', op, segmentId }],
  });
  const segments = new Map([
    [outer, belongs(inner)],
    [inner, { kind: 'all', of: [yes] }],
  ]);
  it.each([
    [belongs(outer), true],
    [belongs(inner, 'belongs-not'), false],
    [belongs(gone), false],
    [belongs(gone, 'belongs-not'), true],
  ])('%j is %s', (rules, expected) =>
    expect(matches(rules, { facts, now: NOW, timeZone: 'UTC', segments })).toBe(expected),
  );

  it('ends where segments name each other', () => {
    const cycle = new Map([
      [outer, belongs(inner)],
      [inner, belongs(outer)],
    ]);
    expect(matches(belongs(outer), { facts, now: NOW, timeZone: 'UTC', segments: cycle })).toBe(false);
  });
});

describe('time', () => {
  it('counts days of 24 hours, and the edge is not within them', () => {
    const test: SegmentTest = { kind: 'created', op: 'in-last-days', days: 7 };
    expect(holds(test)).toBe(false);
    expect(holds(test, {}, new Date(NOW.getTime() - 1))).toBe(true);
    expect(holds({ ...test, op: 'more-than-days-ago' })).toBe(true);
  });

  it('knows days of the calendar, both included', () => {
    const between = (from: string, to: string) => holds({ kind: 'created', op: 'between', from, to });
    expect([between('2026-11-17', '2026-11-17'), between('2026-11-16', '2026-11-16')]).toEqual([true, false]);
  });

  it.each([
    ['UTC', '2026-11-12T04:00:00Z', '2026-11-12'],
    ['America/Los_Angeles', '2026-11-12T04:00:00Z', '2026-11-11'],
    // The day on which clocks go back has 25 hours.
    ['America/Los_Angeles', '2026-11-01T07:00:00Z', '2026-11-01'],
    ['America/Los_Angeles', '2026-11-02T07:59:59Z', '2026-11-01'],
    ['America/Los_Angeles', '2026-11-02T08:00:00Z', '2026-11-02'],
    ['Pacific/Auckland', '2026-11-11T11:00:00Z', '2026-11-12'],
  ])('has the days of the organisation: in %s %s is on %s', (timeZone, createdAt, day) => {
    const judgement = { facts: { ...facts, createdAt }, now: NOW, timeZone };
    const rules = (from: string): SegmentRules => ({
      kind: 'all',
      of: [{ kind: 'created', op: 'between', from, to: from }],
    });
    const found = ['2026-10-31', '2026-11-01', '2026-11-02', '2026-11-11', '2026-11-12'].filter((one) =>
      matches(rules(one), judgement),
    );
    expect(found).toEqual([day]);
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
  ])('compares the day %s with today', (born, expected) => {
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
