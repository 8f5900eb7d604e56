/** Whether one contact belongs to a segment. Pure and total; `private.segment_condition` gives the same answer in SQL. */
import { fold } from './fold.ts';
import type { MomentOperator, NumberOperator, TagOperator, TextOperator } from './operators.ts';
import { isGroup, type SegmentPart, type SegmentRules, type SegmentTest } from './rules.ts';

/** Times in RFC 3339. */
export interface SegmentFacts {
  name: string | null;
  /** Of the phone number, ISO 3166. */
  country: string | null;
  locale: string | null;
  tags: readonly string[];
  attributes: Readonly<Record<string, unknown>>;
  consent: 'unknown' | 'granted' | 'denied';
  createdAt: string;
  /** On any number of the organisation. */
  lastInboundAt: string | null;
  /** The last one that WhatsApp took and that didn't fail. */
  lastOutboundAt: string | null;
  /** When an event happened last, by `eventFactKey`; only those that some test asks for. */
  events: Readonly<Record<string, string>>;
}

const DAY_MS = 86_400_000;
const EPOCH = 'T00:00:00.000Z';

export function matches(rules: SegmentRules, facts: SegmentFacts, now: Date): boolean {
  const holds = (part: SegmentPart): boolean =>
    isGroup(part)
      ? part.kind === 'all'
        ? part.of.every(holds)
        : part.of.some(holds)
      : passes(part, facts, now);
  return holds(rules);
}

export function eventFactKey(event: string, name: string): string {
  return `${event}:${name}`;
}

function passes(test: SegmentTest, facts: SegmentFacts, now: Date): boolean {
  switch (test.kind) {
    case 'tag':
      return passesTag(test.op, facts.tags, test.value ?? '');
    case 'name':
      return passesText(test.op, facts.name, test.value ?? '');
    case 'locale':
      return passesText(test.op, facts.locale, test.value ?? '');
    case 'country':
      return test.values.includes(facts.country ?? '') === (test.op === 'is-one-of');
    case 'consent':
      return (facts.consent === test.value) === (test.op === 'is');
    case 'created':
      return passesMoment(test.op, facts.createdAt, test.days, now);
    case 'lastInbound':
      return passesMoment(test.op, facts.lastInboundAt, test.days ?? 0, now);
    case 'lastOutbound':
      return passesMoment(test.op, facts.lastOutboundAt, test.days ?? 0, now);
    case 'event': {
      const at = own(facts.events, eventFactKey(test.event, test.name)) ?? null;
      return isWithin(at, test.days, now) === (test.op === 'happened');
    }
    case 'attribute':
      return passesAttribute(test, own(facts.attributes, test.name), now);
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

function passesMoment(op: MomentOperator, at: string | null, days: number, now: Date): boolean {
  switch (op) {
    case 'in-last-days':
      return isWithin(at, days, now);
    case 'more-than-days-ago':
      return at !== null && !isWithin(at, days, now);
    case 'is-empty':
      return at === null;
    case 'is-not-empty':
      return at !== null;
  }
}

function isWithin(at: string | null, days: number, now: Date): boolean {
  return at !== null && Date.parse(at) > now.getTime() - days * DAY_MS;
}

function passesAttribute(test: TestOf<'attribute'>, value: unknown, now: Date): boolean {
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
      return passesDay(test, asDay(value), now);
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
function passesDay(test: TestOf<'attribute'> & { type: 'date' }, day: string | null, now: Date): boolean {
  const value = test.value ?? '';
  const days = test.days ?? 0;
  const today = now.toISOString().slice(0, 10);
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
    case 'is-empty':
      return day === null;
    case 'is-not-empty':
      return day !== null;
  }
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day + EPOCH) + days * DAY_MS).toISOString().slice(0, 10);
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

type TestOf<Kind extends SegmentTest['kind']> = Extract<SegmentTest, { kind: Kind }>;

function own<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
