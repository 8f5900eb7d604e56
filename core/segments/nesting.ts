/** Segments that are made of other segments: what is meant by `belongs to`, for one contact. */
import type { SegmentRules } from './rules.ts';
import { testsOf } from './rules.ts';

/** So many segments may be named by one another in a row; `private.expand_segments` knows the same number. */
export const MAX_NESTING = 5;

/** Ids of the segments that these rules name themselves. */
export function segmentsNamedBy(rules: SegmentRules): string[] {
  return [...new Set(testsOf(rules).flatMap((test) => (test.kind === 'segment' ? [test.segmentId] : [])))];
}

/** These rules and those of every segment that they lead to. */
export function rulesInside(
  rules: SegmentRules,
  segments: ReadonlyMap<string, SegmentRules>,
): SegmentRules[] {
  const found = new Map<string, SegmentRules>();
  const visit = (current: SegmentRules) => {
    for (const id of segmentsNamedBy(current)) {
      const inner = segments.get(id);
      if (!inner || found.has(id)) continue;
      found.set(id, inner);
      visit(inner);
    }
  };
  visit(rules);
  return [rules, ...found.values()];
}
