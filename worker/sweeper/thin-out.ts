/** Forgets what nobody needs any more, in small batches: a delete that takes long stands in everybody's way. */
import type { Fragment, Sql } from 'postgres';
import { oldWebhooks } from '../webhooks/forget.ts';

const DAY_MS = 86_400_000;
const BATCH = 2_000;
/** Of one table in one pass; the rest is for the next one. */
const MAX_BATCHES = 5;

/** How long rows are kept, in days. */
export interface Retention {
  /** Raw deliveries of webhooks that were worked through. */
  deliveryDays: number;
  /** What happened to contacts; segments can't look back further. */
  contactEventDays: number;
}

/** Longer than Meta repeats a delivery. */
const PROCESSED_KEY_DAYS = 10;
const OUTBOX_DAYS = 7;
/** Dead letters that are done, or that nothing acted on and nobody looked at; what failed stays until somebody looks. */
const DEAD_LETTER_DAYS = 90;
/** WhatsApp tries for 30 days to deliver a message, and repeats a webhook for some days. */
const ERASED_MESSAGE_DAYS = 40;

/** @param onProgress called after each batch, for a heartbeat */
export async function thinOut(
  sql: Sql,
  now: Date,
  retention: Retention,
  onProgress: () => void = () => {},
): Promise<Record<string, number>> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const deleteSome: Record<string, () => Fragment> = {
    processedKeys: () => sql`
      delete from private.processed_keys where ctid = any (array(
        select ctid from private.processed_keys where created_at < ${daysAgo(PROCESSED_KEY_DAYS)} limit ${BATCH}))`,
    erasedMessages: () => sql`
      delete from private.erased_messages where ctid = any (array(
        select ctid from private.erased_messages where erased_at < ${daysAgo(ERASED_MESSAGE_DAYS)} limit ${BATCH}))`,
    deadLetters: () => sql`
      delete from private.dead_letters where id = any (array(
        select id from private.dead_letters where settled_at < ${daysAgo(DEAD_LETTER_DAYS)} limit ${BATCH}))`,
    keptLetters: () => sql`
      delete from private.dead_letters where id = any (array(
        select id from private.dead_letters
        where state = 'open' and cause = 'kept' and last_failed_at < ${daysAgo(DEAD_LETTER_DAYS)} limit ${BATCH}))`,
    deliveries: () => sql`
      delete from private.webhook_events where (id, received_at) in (
        select id, received_at from private.webhook_events
        where state = 'done' and received_at < ${daysAgo(retention.deliveryDays)} limit ${BATCH})`,
    // Attached in the inbox and never sent; its bytes follow by a trigger.
    unsentFiles: () => sql`
      delete from media_files where id = any (array(
        select id from media_files where not is_kept and created_at < ${daysAgo(1)} limit ${BATCH}))`,
    mediaUploads: () => sql`
      delete from private.media_uploads where ctid = any (array(
        select ctid from private.media_uploads where expires_at < ${now} limit ${BATCH}))`,
    contactEvents: () => sql`
      delete from contact_events where ctid = any (array(
        select ctid from contact_events
        where routed_at is not null and created_at < ${daysAgo(retention.contactEventDays)} limit ${BATCH}))`,
    // A run that is over needs no wake; whatever else is that old, an operator should see.
    outbox: () => sql`
      delete from private.outbox where id = any (array(
        select o.id from private.outbox o where o.topic = 'flowRun' and o.created_at < ${daysAgo(OUTBOX_DAYS)}
          and not exists (select from flow_runs r where r.id = o.key::uuid and r.ended_at is null)
        limit ${BATCH}))`,
    ...oldWebhooks(sql, now, BATCH),
  };
  const report: Record<string, number> = {};
  for (const [name, statement] of Object.entries(deleteSome)) {
    let deleted = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      const { count } = await sql`${statement()}`;
      onProgress();
      deleted += count;
      if (count < BATCH) break;
    }
    report[name] = deleted;
  }
  return report;
}
