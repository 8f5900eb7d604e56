/**
 * Wakes the sender of each endpoint that has news. Events are written without a word to Temporal: this makes one signal of all that came
 * within half a second, and none while a sender is at it.
 */
import type { WorkerContext } from '../context.ts';
import { writeOutbox } from '../dispatcher/outbox.ts';

const BATCH = 200;
/** Until the sender takes over; then it is woken again. */
const LEASE_SECONDS = 15;
/** The sender's own timer comes first; whatever is later was forgotten by it. */
const FORGOTTEN_AFTER_SECONDS = 60;

/** @returns whether there may be more */
export async function wakeWebhookSenders({ sql, dispatchSoon }: WorkerContext): Promise<boolean> {
  const rows = await sql.begin(async (tx) => {
    const late = tx`clock_timestamp() - make_interval(secs => ${FORGOTTEN_AFTER_SECONDS})`;
    const endpoints = await tx<{ id: string; orgId: string }[]>`
      update webhook_endpoints e set leased_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      from (
        select w.id from webhook_endpoints w join organizations o on o.id = w.org_id
        where w.enabled and o.deleted_at is null and (w.leased_until is null or w.leased_until <= clock_timestamp())
          and (w.resumes_at is null or w.resumes_at <= ${late})
          -- While Temporal is away one word to a sender waits for it, not one more with each lease.
          and not exists (select from private.outbox b where b.topic = 'webhookDeliveries' and b.key = w.id::text)
          and exists (select from webhook_deliveries d
            where d.endpoint_id = w.id and d.status = 'pending' and d.next_attempt_at <= clock_timestamp()
              and (d.attempts = 0 or d.next_attempt_at <= ${late}))
        limit ${BATCH} for update of w skip locked
      ) news
      where e.id = news.id
      returning e.id, e.org_id as "orgId"`;
    return writeOutbox(
      tx,
      endpoints.map(({ id, orgId }) => ({ topic: 'webhookDeliveries', key: id, payload: { orgId } })),
    );
  });
  dispatchSoon(rows);
  return rows.length === BATCH;
}
