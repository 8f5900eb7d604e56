/** How fast a campaign sends: by its own rate, and never with the whole of what its number may send. */
import { paceOf } from '../../core/campaigns/pace.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';

const MAX_BATCH = 50;
/** A batch is what goes out in about this time, so that a pause is felt soon. */
const BATCH_MS = 500;

export interface Pace {
  /** @param own messages per second; null: as fast as the number may send */
  set(own: number | null, ofNumber: number): void;
  batchSize(): number;
  /** Until the next batch may be claimed. */
  waitMs(): number;
  spend(messages: number): void;
  /** The number has no budget for so long. */
  rest(ms: number): void;
}

export function createPace(): Pace {
  let perSecond = 1;
  let freeAt = Date.now();
  return {
    set(own, ofNumber) {
      perSecond = paceOf(ofNumber, own);
    },
    batchSize: () => Math.min(MAX_BATCH, Math.max(1, Math.floor((perSecond * BATCH_MS) / 1_000))),
    waitMs: () => freeAt - Date.now(),
    spend(messages) {
      // What was not used is not saved up: that would be a burst.
      freeAt = Math.max(freeAt, Date.now() - BATCH_MS) + (messages / perSecond) * 1_000;
    },
    rest(ms) {
      freeAt = Math.max(freeAt, Date.now() + ms);
    },
  };
}

/** Messages per second that its number may send. */
export async function numberRate(sql: Sql, { phoneNumberId }: Campaign): Promise<number> {
  const [row] = await sql<{ rate: number }[]>`
    select rate_per_second as rate from private.rate_buckets where phone_number_id = ${phoneNumberId}`;
  return row?.rate ?? DEFAULT_RATE;
}

/** Of a number that has not sent anything yet: the column's default. */
const DEFAULT_RATE = 80;
