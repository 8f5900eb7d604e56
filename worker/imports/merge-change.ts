import type { ContactChange } from '../../core/imports/plan-change.ts';

/** Two changes of one contact, one after the other, as one: from what was before the first to what is after the second. */
export function mergeChange(first: ContactChange, second: ContactChange): ContactChange {
  const merged: ContactChange = { ...first, ...second };
  if (first.name && second.name) merged.name = [first.name[0], second.name[1]];
  if (first.tags && second.tags) merged.tags = [...first.tags, ...second.tags];
  if (first.consent && second.consent) merged.consent = [first.consent[0], second.consent[1]];
  if (first.attributes && second.attributes) {
    const before = first.attributes;
    merged.attributes = Object.fromEntries([
      ...Object.entries(before),
      ...Object.entries(second.attributes).map(
        ([name, [old, after]]) =>
          [name, [Object.hasOwn(before, name) ? before[name]![0] : old, after]] as const,
      ),
    ]) as ContactChange['attributes'];
  }
  return merged;
}
