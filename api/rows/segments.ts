/** Table `segments`. Who belongs to one is asked of `private.count_segment` and `private.search_segment`. */
import type { Segment } from '../../core/api/segments.ts';
import type { SegmentRules } from '../../core/segments/rules.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { toTime } from './time.ts';

export interface SegmentRow {
  id: string;
  name: string;
  rules: SegmentRules;
  is_watched: boolean;
  created_at: Date;
  updated_at: Date;
}

/** For a query in which `segments` is called `s`. */
export function segmentColumns(tx: Tx) {
  return tx`s.id, s.name, s.rules, s.members_since is not null as is_watched, s.created_at, s.updated_at`;
}

export function toSegment(row: SegmentRow): Segment {
  return {
    id: row.id,
    name: row.name,
    rules: row.rules,
    isWatched: row.is_watched,
    createdAt: toTime(row.created_at),
    updatedAt: toTime(row.updated_at),
  };
}

/** @throws ApiError not_found */
export async function findSegment(tx: Tx, org: string, id: string): Promise<Segment> {
  const [row] = await tx<SegmentRow[]>`
    select ${segmentColumns(tx)} from public.segments s where s.org_id = ${org} and s.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return toSegment(row);
}

export async function countSegment(tx: Tx, org: string, rules: SegmentRules, now: Date): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select private.count_segment(${org}, ${json(tx, rules)}, ${now}) as count`;
  return Number(row!.count);
}

const UNIQUE_VIOLATION = '23505';

/** Runs a write that names a segment. @throws ApiError segment_exists when another one has the name */
export async function withFreeName<Result>(tx: Tx, write: (tx: Tx) => Promise<Result>): Promise<Result> {
  try {
    // NOTE: wrapped, because the driver would take an answer that is an array for a list of queries.
    return (await tx.savepoint(async (sp) => ({ result: await write(sp) }))).result;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) {
      throw new ApiError('segment_exists', {}, { cause: error });
    }
    throw error;
  }
}
