/** Whether one contact belongs to a segment. Pure and total; `private.segment_condition` gives the same answer in SQL. */
import { fold } from './fold.ts';
import type { SegmentFacts } from './facts.ts';
import {
  passesCampaign,
  passesConversation,
  passesFlow,
  passesLastMessage,
  passesMessages,
} from './matches-talk.ts';
import { MAX_NESTING } from './nesting.ts';
import type { MomentOperator, NumberOperator, TagOperator, TextOperator } from './operators.ts';
import { EPOCH, dayAfter, dayOf, isBetween, isInPeriod, isWithin, type Clock } from './period.ts';
import { isGroup, type SegmentPart, type SegmentRules } from './rules.ts';
import type { SegmentTest, TestOf } from './tests.ts';

export interface Judgement extends Clock {
  facts: SegmentFacts;
  /** Rules of the organisation's segments by id, for tests that name one; nobody belongs to one that isn't there. */
  segments?: ReadonlyMap<string, SegmentRules>;
}

export function matches(rules: SegmentRules, judgement: Judgement): boolean {
  return holds(rules, judgement, 0);
}

function holds(part: SegmentPart, judgement: Judgement, nesting: number): boolean {
  if (isGroup(part)) {
    const isTrue = (inner: SegmentPart) => holds(inner, judgement, nesting);
    return part.kind === 'all' ? part.of.every(isTrue) : part.of.some(isTrue);
  }
  if (part.kind !== 'segment') return passes(part, judgement.facts, judgement);
  const named = nesting < MAX_NESTING ? judgement.segments?.get(part.segmentId) : undefined;
  const belongs = named !== undefined && holds(named, judgement, nesting + 1);
  return belongs === (part.op === 'belongs');
}

function passes(test: Exclude<SegmentTest, { kind: 'segment' }>, facts: SegmentFacts, clock: Clock): boolean {
  switch (test.kind) {
    case 'tag':
      return passesTag(test.op, facts.tags, test.value ?? '');
    case 'name':
      return passesText(test.op, facts.name, test.value ?? '');
    case 'locale':
      return passesText(test.op, facts.locale, test.value ?? '');
    case 'country':
      return test.values.includes(facts.country ?? '') === (test.op === 'is-one-of');
    case 'phone':
      return facts.phones.some((phone) => phone.startsWith(test.value)) === (test.op === 'starts-with');
    case 'consent':
      return (facts.consent[test.purpose ?? 'marketing'] === test.value) === (test.op === 'is');
    case 'created':
      return passesMoment(test, facts.createdAt, clock);
    case 'lastInbound':
      return passesMoment(test, facts.lastInboundAt, clock);
    case 'lastOutbound':
      return passesMoment(test, facts.lastOutboundAt, clock);
    case 'event':
      return (
        facts.events.some(
          ({ event, name, at }) => event === test.event && name === test.name && isInPeriod(at, test, clock),
        ) ===
        (test.op === 'happened')
      );
    case 'attribute':
      return passesAttribute(test, own(facts.attributes, test.name), clock);
    case 'conversation':
      return passesConversation(test, facts.conversations, clock);
    case 'messages':
      return passesMessages(test, facts.messages, clock);
    case 'lastMessage':
      return passesLastMessage(test, facts.messages, clock);
    case 'campaign':
      return passesCampaign(test, facts.messages, clock);
    case 'flow':
      return passesFlow(test, facts, clock);
  }
}

function passesTag(op: TagOperator, tags: readonly string[], value: string): boolean {
  switch (op) {
    case 'has':
      return tags.includes(value);
    case 'has-not':
      return !tags.includes(value);
    case 'is-empty':
      return tags.length === 0;
    case 'is-not-empty':
      return tags.length > 0;
  }
}

function passesText(op: TextOperator, actual: string | null, value: string): boolean {
  const [left, right] = [fold(actual ?? ''), fold(value)];
  switch (op) {
    case 'is-empty':
      return left === '';
    case 'is-not-empty':
      return left !== '';
    case 'is':
      return left === right;
    case 'is-not':
      return left !== right;
    case 'contains':
      return left.includes(right);
    case 'not-contains':
      return !left.includes(right);
    case 'starts-with':
      return left.startsWith(right);
  }
}

function passesMoment(
  {
    op,
    days = 0,
    from = '',
    to = '',
  }: Pick<TestOf<'created' | 'lastInbound'>, 'days' | 'from' | 'to'> & { op: MomentOperator },
  at: string | null,
  clock: Clock,
): boolean {
  switch (op) {
    case 'in-last-days':
      return at !== null && isWithin(at, days, clock.now);
    case 'more-than-days-ago':
      return at !== null && !isWithin(at, days, clock.now);
    case 'between':
      return at !== null && isBetween(at, from, to, clock.timeZone);
    case 'is-empty':
      return at === null;
    case 'is-not-empty':
      return at !== null;
  }
}

function passesAttribute(test: TestOf<'attribute'>, value: unknown, clock: Clock): boolean {
  if (test.op === 'is-empty') return isMissing(value);
  if (test.op === 'is-not-empty') return !isMissing(value);
  switch (test.type) {
    case 'text':
      return passesText(test.op, asText(value), test.value ?? '');
    case 'number':
      return passesNumber(test.op, asNumber(value), test.value ?? 0);
    case 'boolean':
      return (asBoolean(value) === (test.value ?? null)) === (test.op === 'is');
    case 'date':
      return passesDay(test, asDay(value), clock);
  }
}

function passesNumber(op: NumberOperator, actual: number | null, value: number): boolean {
  switch (op) {
    case 'is-empty':
      return actual === null;
    case 'is-not-empty':
      return actual !== null;
    case 'is':
      return actual === value;
    case 'is-not':
      return actual !== value;
    case 'greater-than':
      return actual !== null && actual > value;
    case 'at-least':
      return actual !== null && actual >= value;
    case 'less-than':
      return actual !== null && actual < value;
    case 'at-most':
      return actual !== null && actual <= value;
  }
}

/** Days as texts such as `2026-11-24` are ordered like the days. */
function passesDay(test: TestOf<'attribute'> & { type: 'date' }, day: string | null, clock: Clock): boolean {
  const value = test.value ?? '';
  const days = test.days ?? 0;
  const today = dayOf(clock.now, clock.timeZone);
  switch (test.op) {
    case 'is':
      return day === value;
    case 'is-not':
      return day !== value;
    case 'before':
      return day !== null && day < value;
    case 'after':
      return day !== null && day > value;
    case 'in-last-days':
      return day !== null && day >= dayAfter(today, -days) && day <= today;
    case 'more-than-days-ago':
      return day !== null && day < dayAfter(today, -days);
    case 'in-next-days':
      return day !== null && day >= today && day <= dayAfter(today, days);
    case 'more-than-days-ahead':
      return day !== null && day > dayAfter(today, days);
    case 'between':
      return day !== null && day >= (test.from ?? '') && day <= (test.to ?? '');
    case 'is-empty':
      return day === null;
    case 'is-not-empty':
      return day !== null;
  }
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Whole numbers and booleans read as they are written; other numbers have no one way to be written. */
function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : null;
}

function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return Math.abs(value) < 1e300 ? value : null;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : null;
}

const DECIMAL = /^[+-]?[0-9]{1,15}([.][0-9]{1,15})?$/;

function asBoolean(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  return /^true$/i.test(value) ? true : /^false$/i.test(value) ? false : null;
}

/** The day at the beginning of a date or a time, as it is written; null for a day that doesn't exist. */
function asDay(value: unknown): string | null {
  const [, day] = (typeof value === 'string' && DAY.exec(value)) || [];
  if (day === undefined) return null;
  const ms = Date.parse(day + EPOCH);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day) ? day : null;
}

const DAY = /^([1-9][0-9]{3}-[0-9]{2}-[0-9]{2})(?:$|[T ])/;

function own<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
