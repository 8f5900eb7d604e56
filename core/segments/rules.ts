/**
 * A segment: which contacts belong to it, as a tree of tests. The same tree is judged in two places that must agree: here for
 * one contact (`matches.ts`) and in Postgres for all of them (`private.segment_condition`, which makes SQL of the shape and
 * takes every value as a parameter). `segments.db.test.ts` in `worker/segments` compares the two.
 */
import { z } from 'zod';
import {
  ageOperators,
  consentOperators,
  countryOperators,
  dateOperators,
  eventOperators,
  idsOf,
  momentOperators,
  booleanOperators,
  needsOf,
  numberOperators,
  tagOperators,
  textOperators,
  type OperatorTable,
} from './operators.ts';

/** Groups within groups within the outermost group, and no deeper. */
export const MAX_DEPTH = 3;
export const MAX_TESTS = 50;
export const MAX_DAYS = 3_650;
export const MAX_TEXT_LENGTH = 200;

const text = z.string().trim().min(1).max(MAX_TEXT_LENGTH);
const tag = z.string().trim().min(1).max(64);
const attributeName = z.string().min(1).max(64);
const days = z.int().min(0).max(MAX_DAYS);
/** Beyond this the database's numbers and ours would part. */
const number = z.number().gt(-1e300).lt(1e300);

const tagTest = z.strictObject({
  kind: z.literal('tag'),
  op: z.enum(idsOf(tagOperators)),
  value: tag.optional(),
});

/** Upper and lower case are the same. */
const textTest = z.strictObject({
  kind: z.enum(['name', 'locale']),
  op: z.enum(idsOf(textOperators)),
  value: text.optional(),
});

/** The country of the phone number, ISO 3166. */
const countryTest = z.strictObject({
  kind: z.literal('country'),
  op: z.enum(idsOf(countryOperators)),
  values: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters, for example DE'))
    .min(1)
    .max(50),
});

/** Consent to marketing. */
const consentTest = z.strictObject({
  kind: z.literal('consent'),
  op: z.enum(idsOf(consentOperators)),
  value: z.enum(['granted', 'denied', 'unknown']),
});

/** When we first knew the contact; a day is 24 hours. */
const createdTest = z.strictObject({ kind: z.literal('created'), op: z.enum(idsOf(ageOperators)), days });

/** Never written is neither recently nor long ago. */
const messageTest = z.strictObject({
  kind: z.enum(['lastInbound', 'lastOutbound']),
  op: z.enum(idsOf(momentOperators)),
  days: days.optional(),
});

/** What table `contact_events` knows, by name; a day is 24 hours. */
const eventTest = z.strictObject({
  kind: z.literal('event'),
  event: z.enum(['api_event', 'goal', 'tag_added']),
  name: z.string().trim().min(1).max(200),
  op: z.enum(idsOf(eventOperators)),
  days,
});

const attribute = { kind: z.literal('attribute'), name: attributeName };

/** `type` says how the value is read; one that can't be read so is like one that isn't there. */
const attributeTest = z.discriminatedUnion('type', [
  z.strictObject({
    ...attribute,
    type: z.literal('text'),
    op: z.enum(idsOf(textOperators)),
    value: text.optional(),
  }),
  z.strictObject({
    ...attribute,
    type: z.literal('number'),
    op: z.enum(idsOf(numberOperators)),
    value: number.optional(),
  }),
  z.strictObject({
    ...attribute,
    type: z.literal('boolean'),
    op: z.enum(idsOf(booleanOperators)),
    value: z.boolean().optional(),
  }),
  z.strictObject({
    ...attribute,
    type: z.literal('date'),
    op: z.enum(idsOf(dateOperators)),
    /** A day such as `2026-11-24`. */
    value: z.iso.date().optional(),
    days: days.optional(),
  }),
]);

const tests = [
  tagTest,
  textTest,
  countryTest,
  consentTest,
  createdTest,
  messageTest,
  eventTest,
  attributeTest,
] as const;

export const segmentTest = z.discriminatedUnion('kind', tests);
export type SegmentTest = z.infer<typeof segmentTest>;
export type TestKind = SegmentTest['kind'];

/** `all`: every part must hold; `any`: one is enough. */
export interface SegmentGroup {
  kind: 'all' | 'any';
  of: SegmentPart[];
}
export type SegmentPart = SegmentGroup | SegmentTest;
export type SegmentRules = SegmentGroup;

const match = z.enum(['all', 'any']);
const innermost = z.strictObject({ kind: match, of: z.array(segmentTest).min(1).max(MAX_TESTS) });
const middle = z.strictObject({
  kind: match,
  of: z
    .array(z.discriminatedUnion('kind', [...tests, innermost]))
    .min(1)
    .max(MAX_TESTS),
});
const outermost = z.strictObject({
  kind: match,
  of: z
    .array(z.discriminatedUnion('kind', [...tests, middle]))
    .min(1)
    .max(MAX_TESTS),
});

/** A whole segment: what the API takes and table `segments` keeps. */
export const segmentRules = outermost.superRefine((rules, context) => {
  let count = 0;
  walk(rules, [], (test, path) => {
    count += 1;
    for (const field of missingFields(test)) {
      context.addIssue({ code: 'custom', path: [...path, field], message: 'is needed for this comparison' });
    }
  });
  if (count > MAX_TESTS) {
    context.addIssue({
      code: 'custom',
      path: ['of'],
      message: `must hold at most ${MAX_TESTS} tests in all`,
    });
  }
}) as unknown as z.ZodType<SegmentRules>;

export function isGroup(part: SegmentPart): part is SegmentGroup {
  return part.kind === 'all' || part.kind === 'any';
}

/** Every test of a tree, with its place such as `['of', 0, 'of', 2]`. */
export function walk(
  group: SegmentGroup,
  path: (string | number)[],
  visit: (test: SegmentTest, path: (string | number)[]) => void,
): void {
  group.of.forEach((part, index) => {
    const place = [...path, 'of', index];
    if (isGroup(part)) walk(part, place, visit);
    else visit(part, place);
  });
}

export function testsOf(rules: SegmentRules): SegmentTest[] {
  const found: SegmentTest[] = [];
  walk(rules, [], (test) => found.push(test));
  return found;
}

/** The comparisons a test can make, with their titles. */
export function operatorsOf(test: Pick<SegmentTest, 'kind'> & { type?: string }): OperatorTable {
  switch (test.kind) {
    case 'tag':
      return tagOperators;
    case 'name':
    case 'locale':
      return textOperators;
    case 'country':
      return countryOperators;
    case 'consent':
      return consentOperators;
    case 'created':
      return ageOperators;
    case 'lastInbound':
    case 'lastOutbound':
      return momentOperators;
    case 'event':
      return eventOperators;
    case 'attribute':
      return attributeOperators[test.type as keyof typeof attributeOperators] ?? textOperators;
  }
}

const attributeOperators = {
  text: textOperators,
  number: numberOperators,
  boolean: booleanOperators,
  date: dateOperators,
} satisfies Record<string, OperatorTable>;

/** Fields that the test's comparison needs and that aren't there. */
export function missingFields(test: SegmentTest): string[] {
  const needs = needsOf(operatorsOf(test), test.op);
  if (needs === 'nothing') return [];
  return (test as Record<string, unknown>)[needs] === undefined ? [needs] : [];
}
