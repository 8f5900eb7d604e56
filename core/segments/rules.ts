/**
 * A segment: which contacts belong to it, as a tree of tests. The same tree is judged in two places that must agree: here for
 * one contact (`matches.ts`) and in Postgres for all of them (`private.segment_condition`, which makes SQL of the shape and
 * takes every value as a parameter). `segments.db.test.ts` in `worker/segments` compares the two.
 */
import { z } from 'zod';
import { needsOf } from './operators.ts';
import { hasPeriod, operatorsOf, segmentTest, tests, type SegmentTest } from './tests.ts';

/** Groups within groups within the outermost group, and no deeper. */
export const MAX_DEPTH = 3;
export const MAX_TESTS = 50;

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
    for (const [field, message] of problemsOf(test)) {
      context.addIssue({ code: 'custom', path: [...path, field], message });
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

/** What a test's own schema can't say: fields that its comparison needs, and fields that don't go together. */
function problemsOf(test: SegmentTest): [field: string, message: string][] {
  const given = test as Record<string, unknown>;
  const problems: [string, string][] = missingFields(test).map((field) => [
    field,
    'is needed for this comparison',
  ]);
  const { days, from, to } = given;
  if (hasPeriod(test) && days !== undefined && (from !== undefined || to !== undefined)) {
    problems.push(['days', 'can’t be given together with from and to']);
  }
  if (typeof from === 'string' && typeof to === 'string' && from > to) {
    problems.push(['to', 'must not be before from']);
  }
  const isAmount = test.kind === 'messages' || (test.kind === 'conversation' && test.type === 'count');
  if (isAmount && test.op === 'at-least' && test.value < 1) {
    problems.push(['value', 'must be at least 1']);
  }
  return problems;
}

/** Fields that the test's comparison or its period needs and that aren't there. */
function missingFields(test: SegmentTest): string[] {
  const given = test as Record<string, unknown>;
  const needs = needsOf(operatorsOf(test), test.op);
  const needed =
    needs === 'dates' || (hasPeriod(test) && (test.from ?? test.to) !== undefined)
      ? ['from', 'to']
      : needs === 'nothing'
        ? []
        : [needs];
  if (needs === 'replyDays' && !needed.includes(needs)) needed.push(needs);
  return needed.filter((field) => given[field] === undefined);
}
