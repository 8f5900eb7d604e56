import { templateReads } from '../templating.ts';

/** The same texts are looked at by several rules, and again after each change of another step. */
const MAX_KEPT = 2_000;
const kept = new Map<string, string[][]>();

/** The paths that a text reads, for example `['contact', 'firstName']`; none when it is broken. */
export function readsIn(template: string): string[][] {
  if (!template.includes('{')) return [];
  const known = kept.get(template);
  if (known) return known;
  const reads = templateReads(template);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(template, reads);
  return reads;
}
