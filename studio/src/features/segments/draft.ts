/** Rules while somebody edits them: values may still be missing, and a change of kind or comparison keeps what still fits. */
import type { ContactFields } from '../../../../core/api/segments.ts';
import { needsOf } from '../../../../core/segments/operators.ts';
import {
  isGroup,
  segmentRules,
  testsOf,
  type SegmentGroup,
  type SegmentRules,
} from '../../../../core/segments/rules.ts';
import { subjectTitles } from '../../../../core/segments/summary.ts';
import {
  hasPeriod,
  operatorsOf,
  type SegmentTest,
  type TestKind,
  type TestOf,
} from '../../../../core/segments/tests.ts';

export const testKinds = Object.keys(subjectTitles) as TestKind[];

/** As they stand in the menu. */
export const testKindGroups: Readonly<Record<string, readonly TestKind[]>> = {
  Person: ['tag', 'attribute', 'name', 'phone', 'country', 'locale', 'consent', 'created'],
  'Conversations and messages': ['conversation', 'messages', 'lastInbound', 'lastOutbound', 'lastMessage'],
  'Campaigns, flows and events': ['campaign', 'flow', 'event'],
  Segments: ['segment'],
};

export type AttributeTest = TestOf<'attribute'>;
export type AttributeType = AttributeTest['type'];
export type ConversationTest = TestOf<'conversation'>;

export const DEFAULT_DAYS = 30;
const DEFAULT_REPLY_DAYS = 7;

const newTests: Record<TestKind, () => SegmentTest> = {
  tag: () => ({ kind: 'tag', op: 'has', value: '' }),
  name: () => ({ kind: 'name', op: 'contains', value: '' }),
  locale: () => ({ kind: 'locale', op: 'starts-with', value: '' }),
  country: () => ({ kind: 'country', op: 'is-one-of', values: [] }),
  consent: () => ({ kind: 'consent', op: 'is', value: 'granted' }),
  created: () => ({ kind: 'created', op: 'in-last-days', days: DEFAULT_DAYS }),
  lastInbound: () => ({ kind: 'lastInbound', op: 'in-last-days', days: DEFAULT_DAYS }),
  lastOutbound: () => ({ kind: 'lastOutbound', op: 'in-last-days', days: DEFAULT_DAYS }),
  event: () => ({ kind: 'event', event: 'api_event', name: '', op: 'happened', days: DEFAULT_DAYS }),
  attribute: () => newAttributeTest('', 'text'),
  phone: () => ({ kind: 'phone', op: 'starts-with', value: '' }),
  conversation: () => newConversationTest('status'),
  messages: () => ({ kind: 'messages', type: 'received', op: 'at-least', value: 1, days: DEFAULT_DAYS }),
  lastMessage: () => ({ kind: 'lastMessage', op: 'was-read' }),
  campaign: () => ({ kind: 'campaign', campaign: 'last', op: 'was-read' }),
  flow: () => ({ kind: 'flow', op: 'entered', days: DEFAULT_DAYS }),
  segment: () => ({ kind: 'segment', op: 'belongs', segmentId: '' }),
};

export function newTest(kind: TestKind = 'tag'): SegmentTest {
  return newTests[kind]();
}

export function newAttributeTest(name: string, type: AttributeType): AttributeTest {
  switch (type) {
    case 'text':
      return { kind: 'attribute', name, type, op: 'is', value: '' };
    case 'number':
      return { kind: 'attribute', name, type, op: 'at-least' };
    case 'boolean':
      return { kind: 'attribute', name, type, op: 'is', value: true };
    case 'date':
      return { kind: 'attribute', name, type, op: 'in-last-days', days: DEFAULT_DAYS };
  }
}

export function newConversationTest(
  type: ConversationTest['type'],
  phoneNumberId?: string,
): ConversationTest {
  const on = { kind: 'conversation' as const, ...(phoneNumberId ? { phoneNumberId } : {}) };
  switch (type) {
    case 'status':
      return { ...on, type, op: 'is', value: 'open' };
    case 'mode':
      return { ...on, type, op: 'is', value: 'human' };
    case 'assignee':
    case 'unread':
      return { ...on, type, op: 'is-not-empty' };
    case 'window':
      return { ...on, type, op: 'is-open' };
    case 'count':
      return { ...on, type, op: 'at-least', value: 2 };
  }
}

export function newGroup(kind: SegmentGroup['kind'] = 'all'): SegmentGroup {
  return { kind, of: [newTest()] };
}

/** Another comparison: days get a start, a value stays where it is of use. */
export function withOperator<Test extends SegmentTest>(test: Test, op: string): Test {
  const next = { ...test, op } as Test & { days?: number; replyDays?: number };
  const needs = needsOf(operatorsOf(test), op);
  if (needs === 'days') next.days ??= DEFAULT_DAYS;
  if (needs === 'replyDays') next.replyDays ??= DEFAULT_REPLY_DAYS;
  return next;
}

/** The type that the attribute is defined with, else that of its values, where all contacts that have it agree. */
export function attributeTypeOf(fields: ContactFields | undefined, name: string): AttributeType | null {
  const field = fields?.attributes.find((attribute) => attribute.name === name);
  if (!field) return null;
  const { types, definedAs } = field;
  if (definedAs !== null) return definedAs === 'choice' ? 'text' : definedAs;
  if (types.length !== 1) return null;
  return ({ string: 'text', number: 'number', boolean: 'boolean' } as const)[types[0] as string] ?? null;
}

export function countTests(rules: SegmentGroup): number {
  return testsOf(rules).length;
}

/** The group without the part; null when nothing is left of it. */
export function withoutPart(group: SegmentGroup, index: number): SegmentGroup | null {
  const of = group.of.filter((_, at) => at !== index);
  return of.length === 0 ? null : { ...group, of };
}

export interface CheckedRules {
  /** Null while something is missing. */
  rules: SegmentRules | null;
  /** What is wrong, by the place of the part such as `of.0.of.1`. */
  problems: ReadonlyMap<string, string>;
}

/** Values that aren't compared with are left out, so that saved rules say what they mean. */
export function checkRules(draft: SegmentGroup): CheckedRules {
  const result = segmentRules.safeParse(tidy(draft));
  if (result.success) return { rules: result.data, problems: new Map() };
  const problems = new Map<string, string>();
  for (const { path } of result.error.issues) {
    const field = path.at(-1);
    const place = path.slice(0, path.findLastIndex((key) => key === 'of') + 2).join('.');
    if (!problems.has(place)) problems.set(place, missingText(field));
  }
  return { rules: null, problems };
}

const COUNTRIES = 'Enter countries as two letters each, for example DE, AT.';
const missing: Readonly<Record<string, string>> = {
  name: 'Say which one.',
  days: 'Enter a number of days from 0 to 3650.',
  replyDays: 'Enter a number of days from 0 to 3650.',
  from: 'Enter two days, the earlier one first.',
  to: 'Enter two days, the earlier one first.',
  values: COUNTRIES,
  campaign: 'Choose a campaign.',
  campaignId: 'Choose a campaign.',
  flowId: 'Choose a flow.',
  segmentId: 'Choose a segment.',
  goal: 'Say which goal, or leave it out.',
};

function missingText(field: PropertyKey | undefined): string {
  if (typeof field === 'number') return COUNTRIES;
  return missing[String(field)] ?? 'Enter what to compare with.';
}

function tidy(group: SegmentGroup): SegmentGroup {
  return { ...group, of: group.of.map((part) => (isGroup(part) ? tidy(part) : tidyTest(part))) };
}

function tidyTest(test: SegmentTest): SegmentTest {
  const needs = needsOf(operatorsOf(test), test.op);
  const isKept: Readonly<Record<string, boolean>> = {
    value: needs === 'value',
    days: needs === 'days' || hasPeriod(test),
    from: needs === 'dates' || hasPeriod(test),
    to: needs === 'dates' || hasPeriod(test),
    replyDays: needs === 'replyDays',
    goal: test.op.endsWith('goal'),
  };
  const entries = Object.entries(test).filter(([key, value]) => isKept[key] !== false && value !== undefined);
  return Object.fromEntries(entries) as SegmentTest;
}
