/** The sweep over watched segments: who enters or leaves by time alone, and whoever was missed. */
import type { Sql } from '../../platform/db/pool.ts';

/** So many contacts enter or leave in one transaction; the rules are asked again for the next ones. */
const BATCH = 5_000;

export interface SweepOptions {
  batch?: number;
  /** Only segments whose members change although nothing happens; the others hear of every change (`private.segment_checks`). */
  onlyByTime?: boolean;
  /** Called after each transaction, for a heartbeat. */
  onProgress?: (sweep: SegmentSweep) => void;
}

export interface SegmentSweep {
  /** Segments that were looked at. */
  segments: number;
  entered: number;
  left: number;
  /** Segments whose rules the database could not read; they keep the members they have. */
  unreadable: string[];
}

/**
 * Settles which segments are watched, then brings the members of each up to date at `now`, with the same events as
 * `refreshContactSegments`. Set-based, segment by segment in transactions of their own: stopped at any moment and begun again it
 * loses nothing and doubles nothing, and several workers may do it at once.
 *
 * A segment that is looked at for the first time gets its members without events; so does one whose rules were changed.
 */
export async function refreshSegments(
  sql: Sql,
  now: Date,
  { batch = BATCH, onlyByTime = false, onProgress }: SweepOptions = {},
): Promise<SegmentSweep> {
  const sweep: SegmentSweep = { segments: 0, entered: 0, left: 0, unreadable: [] };
  for (const segmentId of await settleWatched(sql, now, onlyByTime, sweep)) {
    sweep.segments += 1;
    await tolerant(sweep, segmentId, async () => {
      for (;;) {
        const [moved] = await sql<{ entered: number; left: number }[]>`
          select entered, "left" from private.refresh_segment(${segmentId}, ${now}, ${batch})`;
        sweep.entered += moved!.entered;
        sweep.left += moved!.left;
        onProgress?.(sweep);
        if (moved!.entered < batch && moved!.left < batch) return;
      }
    });
  }
  return sweep;
}

/** Begins to watch what flows name now, stops where none does any more. @returns the watched ones */
async function settleWatched(
  sql: Sql,
  now: Date,
  onlyByTime: boolean,
  sweep: SegmentSweep,
): Promise<string[]> {
  const segments = await sql<{ id: string; isWatched: boolean; isUsed: boolean; isByTime: boolean }[]>`
    select s.id, s.members_since is not null as "isWatched", used.id is not null as "isUsed", 'time' = any(s.looks_at) as "isByTime"
    from segments s left join private.used_segments() used (id) on used.id = s.id
    where s.members_since is not null or used.id is not null
    order by s.id`;
  const watched: string[] = [];
  for (const { id, isWatched, isUsed, isByTime } of segments) {
    if (isUsed && isWatched) watched.push(...(isByTime || !onlyByTime ? [id] : []));
    else if (isUsed) await tolerant(sweep, id, () => watch(sql, id, now));
    else await unwatch(sql, id);
  }
  return watched;
}

/** Both lock the row and look again: a flow may be published in the same moment. */
function watch(sql: Sql, segmentId: string, now: Date) {
  return sql.begin(async (tx) => {
    const [segment] = await tx`
      select id from segments where id = ${segmentId} and members_since is null for no key update`;
    if (segment) await tx`select private.fill_segment(${segmentId}, ${now})`;
  });
}

function unwatch(sql: Sql, segmentId: string) {
  return sql.begin(async (tx) => {
    const [segment] = await tx`select id from segments where id = ${segmentId} for no key update`;
    const [used] = await tx`select 1 from private.used_segments() used (id) where used.id = ${segmentId}`;
    if (!segment || used) return;
    await tx`update segments set members_since = null where id = ${segmentId}`;
    await tx`delete from segment_members where segment_id = ${segmentId}`;
  });
}

/** Raised by `private.segment_condition`, and what Postgres says of a value that is none of its type. */
const UNREADABLE = /^(PA004|22[0-9A-Z]{3})$/;

/** One segment with rules of a newer version, or damaged ones, doesn't stop the others. */
async function tolerant(sweep: SegmentSweep, segmentId: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!UNREADABLE.test(code)) throw error;
    sweep.unreadable.push(segmentId);
  }
}
