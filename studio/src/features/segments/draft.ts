/** Rules while somebody edits them: values may still be missing, and a change of kind or comparison keeps what still fits. */
import type { ContactFields } from '../../../../core/api/segments.ts';
import { needsOf } from '../../../../core/segments/operators.ts';
import {
  isGroup,
  operatorsOf,
  segmentRules,
  testsOf,
  type SegmentGroup,
  type SegmentRules,
  type SegmentTest,
  type TestKind,
} from '../../../../core/segments/rules.ts';
import { subjectTitles } from '../../../../core/segments/summary.ts';

export const testKinds = Object.keys(subjectTitles) as TestKind[];

export type AttributeTest = Extract<SegmentTest, { kind: 'attribute' }>;
export type AttributeType = AttributeTest['type'];
export type EventTest = Extract<SegmentTest, { kind: 'event' }>;

const DEFAULT_DAYS = 30;

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

export function newGroup(kind: SegmentGroup['kind'] = 'all'): SegmentGroup {
  return { kind, of: [newTest()] };
}

/** Another comparison: days get a start, a value stays where it is of use. */
export function withOperator<Test extends SegmentTest>(test: Test, op: string): Test {
  const next = { ...test, op } as Test & { days?: number };
  if (needsOf(operatorsOf(test), op) === 'days' && next.days === undefined) next.days = DEFAULT_DAYS;
  return next;
}

/** The attribute's own type, where all contacts that have it agree. */
export function attributeTypeOf(fields: ContactFields | undefined, name: string): AttributeType | null {
  const types = fields?.attributes.find((attribute) => attribute.name === name)?.types;
  if (types?.length !== 1) return null;
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

function missingText(field: PropertyKey | undefined): string {
  switch (field) {
    case 'name':
      return 'Say which one.';
    case 'days':
      return 'Enter a number of days from 0 to 3650.';
    case 'values':
      return 'Enter countries as two letters each, for example DE, AT.';
    default:
      return typeof field === 'number'
        ? 'Enter countries as two letters each, for example DE, AT.'
        : 'Enter what to compare with.';
  }
}

function tidy(group: SegmentGroup): SegmentGroup {
  return { ...group, of: group.of.map((part) => (isGroup(part) ? tidy(part) : tidyTest(part))) };
}

function tidyTest(test: SegmentTest): SegmentTest {
  const needs = needsOf(operatorsOf(test), test.op);
  const isDropped = (key: string) =>
    (key === 'value' && needs !== 'value') || (key === 'days' && needs !== 'days');
  return Object.fromEntries(Object.entries(test).filter(([key]) => !isDropped(key))) as SegmentTest;
}
