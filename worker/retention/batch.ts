/** What enforcing one rule is made of: batches small enough to stand in nobody's way. */
import type { Sql } from '../../platform/db/pool.ts';
import type { RetentionCursor } from '../../workflows/housekeeping-contract.ts';

export interface BatchInput {
  orgId: string;
  /** What is older goes. */
  border: Date;
  /** Null at the beginning of a pass. */
  from: RetentionCursor | null;
  /** All that is older has been dealt with by earlier passes. */
  doneUntil: string | null;
}

export interface BatchResult {
  /** How many rows went, or lost what is forgotten of them. */
  count: number;
  /** Null: there is nothing more. */
  next: RetentionCursor | null;
  /** Null: what was dealt with is gone, so the next pass may look at all again. */
  doneUntil: string | null;
  /** The oldest that had to be kept for now. */
  keptAt: string | null;
}

export type Batch = (sql: Sql, input: BatchInput) => Promise<BatchResult>;

/** For rows that are gone afterwards: the next batch finds others at the same place. */
export function deleting(limit: number, work: (sql: Sql, input: BatchInput) => Promise<number>): Batch {
  return async (sql, input) => {
    const count = await work(sql, input);
    return { count, next: count < limit ? null : { at: '', id: '' }, doneUntil: null, keptAt: null };
  };
}
