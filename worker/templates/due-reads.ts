/** Once a day the templates of every account are read anew, whatever Meta's events told. */
import type { Sql } from '../../platform/db/pool.ts';
import { writeOutbox } from '../dispatcher/outbox.ts';

const EVERY_HOURS = 24;
/** In one pass of the sweeper, so that many accounts are no storm. */
const BATCH = 50;

/** @returns how many readings were asked for */
export async function queueDueReads(sql: Sql): Promise<number> {
  const rows = await sql.begin(async (tx) => {
    const due = await tx<{ id: string; orgId: string }[]>`
      update waba_accounts set templates_asked_at = clock_timestamp()
      where id in (
        select w.id from waba_accounts w join organizations o on o.id = w.org_id and o.deleted_at is null
        where (w.templates_asked_at is null or w.templates_asked_at < clock_timestamp() - make_interval(hours => ${EVERY_HOURS}))
          and exists (select from private.channel_credentials c where c.waba_account_id = w.id and c.kind = 'access_token')
        order by w.templates_asked_at nulls first limit ${BATCH} for update of w skip locked)
      returning id, org_id as "orgId"`;
    return writeOutbox(
      tx,
      due.map(({ id, orgId }) => ({ topic: 'templateSync', key: id, payload: { orgId, isUrgent: false } })),
    );
  });
  return rows.length;
}
