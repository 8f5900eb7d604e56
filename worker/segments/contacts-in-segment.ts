/** Who is in a segment now, watched or not: for audiences of schedules and for enrolling a whole segment. */
import type { Sql, Tx } from '../../platform/db/pool.ts';

export interface SegmentPage {
  orgId: string;
  segmentId: string;
  now: Date;
  /** The last id of the page before; null: the first page. */
  after: string | null;
  limit: number;
}

/**
 * A page of contact ids in the order of the ids, by the segment's rules at `now`. Empty when the organisation has no such segment.
 * @throws PostgresError PA004 when the rules can't be read
 */
export async function contactsInSegment(
  sql: Sql | Tx,
  { orgId, segmentId, now, after, limit }: SegmentPage,
): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select found.id from segments s, private.contacts_in_segment(s.org_id, s.rules, ${now}, ${after}, ${limit}) found (id)
    where s.org_id = ${orgId} and s.id = ${segmentId}
    order by found.id`;
  return rows.map(({ id }) => id);
}
