/** Sends whose worker died between claim and answer: nobody knows whether WhatsApp took them, so nobody sends them again. */
import type { Sql } from '../../platform/db/pool.ts';

const BATCH = 500;

export async function settleLeases(sql: Sql): Promise<Record<string, number>> {
  let settled = 0;
  for (;;) {
    const { count } = await sql`
      update messages set status = 'unknown', status_rank = 15, lease_until = null, error_class = 'unknown', error_code = 'cut_off',
        error_title = 'It is not known whether WhatsApp took this message'
      where id in (
        select id from messages where status = 'sending' and lease_until < clock_timestamp()
        order by lease_until limit ${BATCH} for update skip locked)`;
    settled += count;
    if (count < BATCH) return { settled };
  }
}
