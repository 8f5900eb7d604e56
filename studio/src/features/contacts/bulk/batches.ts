/** Work on more contacts than one request takes: in batches, one after the other. Pure. */
import type { BulkResult } from '../../../../../core/api/bulk.ts';
import { MAX_BULK_CONTACTS } from '../../../../../core/api/bulk-limits.ts';
import { peopleText } from '../../../shared/lib/counted.ts';

/** More people than that are chosen by a segment: a flow or an import works on them without an open page. */
export const MOST_SELECTED = 5_000;

export const nothingDone: BulkResult = { changed: 0, unchanged: 0, notFound: 0 };

export function batchesOf(ids: readonly string[], size = MAX_BULK_CONTACTS): string[][] {
  const batches: string[][] = [];
  for (let at = 0; at < ids.length; at += size) batches.push(ids.slice(at, at + size));
  return batches;
}

export function added(left: BulkResult, right: BulkResult): BulkResult {
  return {
    changed: left.changed + right.changed,
    unchanged: left.unchanged + right.unchanged,
    notFound: left.notFound + right.notFound,
  };
}

/** What came of it, under the words that say what was done. */
export function restText({ unchanged, notFound }: BulkResult): string | undefined {
  const parts = [
    unchanged > 0 && `Nothing to do for ${peopleText(unchanged)}.`,
    notFound > 0 && `${peopleText(notFound)} ${notFound === 1 ? 'is' : 'are'} no longer here.`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(' ') : undefined;
}
