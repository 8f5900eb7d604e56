/** Table `segments`. Who belongs to one is asked of `private.count_segment` and `private.search_segment`. */
import type { Segment } from '../../core/api/segments.ts';
import type { SegmentRules } from '../../core/segments/rules.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { REQUEST_STATEMENT_TIMEOUT_MS } from '../context.ts';
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

export interface SegmentCount {
  count: number;
  /** Counting all would have taken longer than somebody who builds rules waits. */
  isEstimate: boolean;
  /** Ids of some of them, the newest first. */
  sample: string[];
}

/** Counts all contacts where that is quick, else estimates from a thousand of them. */
export async function countSegment(
  tx: Tx,
  org: string,
  rules: SegmentRules,
  now: Date,
  samples = 0,
): Promise<SegmentCount> {
  type Row = { count: number; sample: string[]; is_estimate: boolean };
  const countAll = async (sp: Tx) => {
    await limitStatements(sp, COUNT_LIMIT_MS);
    const rows = await sp<Row[]>`
      select count, sample, false as is_estimate from private.count_segment(${org}, ${json(sp, rules)}, ${now}, ${samples})`;
    await limitStatements(sp, REQUEST_STATEMENT_TIMEOUT_MS);
    return { rows };
  };
  const { rows } = await tx.savepoint(countAll).catch(async (error: unknown) => {
    if (codeOf(error) !== QUERY_CANCELED) throw error;
    return {
      rows: await tx<Row[]>`
        select count, sample, is_estimate from private.estimate_segment(${org}, ${json(tx, rules)}, ${now}, ${samples})`,
    };
  });
  const { count, sample, is_estimate: isEstimate } = rows[0]!;
  return { count: Number(count), sample, isEstimate };
}

/** After that a thousand contacts are asked, which takes another 60 to 150 ms. */
const COUNT_LIMIT_MS = 150;

async function limitStatements(tx: Tx, limitMs: number): Promise<void> {
  await tx`select set_config('statement_timeout', ${String(limitMs)}, true)`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

const QUERY_CANCELED = '57014';
const UNIQUE_VIOLATION = '23505';

/** Runs a write that names a segment. @throws ApiError segment_exists when another one has the name */
export async function withFreeName<Result>(tx: Tx, write: (tx: Tx) => Promise<Result>): Promise<Result> {
  try {
    // NOTE: wrapped, because the driver would take an answer that is an array for a list of queries.
    return (await tx.savepoint(async (sp) => ({ result: await write(sp) }))).result;
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) {
      throw new ApiError('segment_exists', {}, { cause: error });
    }
    throw error;
  }
}
