/**
 * Statuses in bulk. Every report is kept once as an event; the message's status only rises. They match by our id in the callback
 * data, else by wamid, always on the same number; one that beats its send is merged by the gate later.
 */
import type { StatusItem } from '../../../core/whatsapp/inbound/types.ts';
import { classifySendError } from '../../../core/messaging/errors/classify.ts';
import { json, type Tx } from '../../../platform/db/pool.ts';
import type { OutboxMessage } from '../../dispatcher/outbox.ts';
import { retryCapped } from '../../campaigns/retry-capped.ts';
import { wakeUp, type RunRef } from '../../routing/run-events.ts';
import { lockMessages } from '../../gate/lock.ts';
import { recordStop } from '../consent.ts';
import { eraseDeliveries, erasedName, isErased } from '../erased.ts';
import { forgetUploads, isAboutFiles } from '../refused-files.ts';

export interface NumberStatus {
  orgId: string;
  phoneNumberId: string;
  /** The delivery it came in. */
  eventId: number;
  item: StatusItem;
}

/** What one status means for its message. */
export interface StatusChange {
  messageId: string;
  wamid: string;
  status: string;
  rank: number;
  at: Date;
  error: { code: string; class: string; title: string } | null;
  pricing: object | null;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @returns the workflows to wake: runs that wait for the answer to a message which isn't delivered */
export async function applyStatuses(tx: Tx, statuses: NumberStatus[]): Promise<OutboxMessage[]> {
  if (statuses.length === 0) return [];
  const found = await findMessages(tx, statuses);
  await eraseDeliveries(
    tx,
    found.flatMap(({ isErased, eventId }) => (isErased ? [eventId] : [])),
  );
  const reports = found.filter(({ isErased }) => !isErased);
  // Before the reports are written: it locks the messages, so an erasure that is going on waits, and finds the reports then.
  const failed = await raiseStatuses(
    tx,
    reports.flatMap(({ messageId, item }) =>
      messageId !== null && item.rank !== null ? [toChange(messageId, item, item.rank)] : [],
    ),
  );
  await writeReports(tx, reports);
  return wakeWaiting(tx, failed);
}

/** They look for themselves: the message says what became of it. Runs that have just asked for the send hear of it too. */
async function wakeWaiting(tx: Tx, failed: readonly FailedMessage[]): Promise<OutboxMessage[]> {
  if (failed.length === 0) return [];
  const waiting = await tx<(RunRef & { messageId: string })[]>`
    select r.id, r.org_id as "orgId", r.flow_id as "flowId", r.contact_id as "contactId", r.conversation_id as "conversationId",
      m.id as "messageId"
    from messages m join flow_runs r on r.id = m.flow_run_id
    where m.id = any(${failed.map(({ messageId }) => messageId)}::uuid[]) and r.ended_at is null
      and m.ordinal = (coalesce(r.state -> 'wait' -> 'sent', r.state -> 'wait' -> 'ordinal'))::int`;
  return waiting.map(({ messageId, ...run }) => wakeUp(run, { kind: 'settled', ref: messageId }));
}

async function writeReports(tx: Tx, reports: FoundStatus[]): Promise<void> {
  if (reports.length === 0) return;
  await tx`
    insert into private.message_status_events (phone_number_id, wamid, message_id, status, at, detail)
    select (e ->> 'phoneNumberId')::uuid, e ->> 'wamid', (e ->> 'messageId')::uuid, e ->> 'status', (e ->> 'at')::timestamptz, e -> 'detail'
    from jsonb_array_elements(${json(
      tx,
      reports.map(({ phoneNumberId, messageId, item }) => ({
        phoneNumberId,
        wamid: item.wamid,
        messageId,
        status: item.status,
        at: item.at.toISOString(),
        hasOwnTime: item.atSource === 'meta',
        detail: {
          errors: item.errors,
          pricing: item.pricing,
          conversation: item.conversation,
          callbackData: item.callbackData,
        },
      })),
    )}) e
    -- Without a time of its own a repeated report looks new: then one of a kind is enough.
    where ((e ->> 'hasOwnTime')::boolean or not exists (
      select 1 from private.message_status_events known where known.phone_number_id = (e ->> 'phoneNumberId')::uuid
        and known.wamid = e ->> 'wamid' and known.status = e ->> 'status'))
      -- Erased since it was found.
      and not ${isErased(tx, tx`(e ->> 'phoneNumberId') || ' ' || (e ->> 'wamid')`)}
      and not ${isErased(tx, tx`(e ->> 'phoneNumberId') || ' ' || (e ->> 'messageId')`)}
    on conflict (phone_number_id, wamid, status, at) do nothing`;
}

export interface FailedMessage {
  messageId: string;
  error: { code: string; class: string; title: string };
}

/**
 * Applies changes in one statement: highest rank wins, each status keeps its own first time.
 * @returns the messages that are known as failed by now
 */
export async function raiseStatuses(tx: Tx, changes: StatusChange[]): Promise<FailedMessage[]> {
  if (changes.length === 0) return [];
  const raised = await tx<
    { id: string; status: string; code: string | null; class: string | null; title: string | null }[]
  >`
    with change as (
      select * from jsonb_to_recordset(${json(tx, changes)})
        as c ("messageId" uuid, wamid text, status text, rank smallint, at timestamptz, error jsonb, pricing jsonb)
    ), best as (
      select distinct on ("messageId") "messageId", wamid, status, rank, error from change order by "messageId", rank desc, at
    ), times as (
      select "messageId", min(at) filter (where status = 'sent') as sent_at, min(at) filter (where status = 'delivered') as delivered_at,
        min(at) filter (where status in ('read', 'played')) as read_at, min(at) filter (where status = 'failed') as failed_at,
        (array_agg(pricing) filter (where pricing is not null))[1] as pricing
      from change group by "messageId"
    ), locked as materialized (${lockMessages(
      tx,
      changes.map(({ messageId }) => messageId),
    )})
    update messages m set
      status = case when best.rank > m.status_rank then best.status else m.status end,
      status_rank = greatest(m.status_rank, best.rank),
      wamid = coalesce(m.wamid, (select best.wamid where not exists (
        select 1 from messages taken where taken.phone_number_id = m.phone_number_id and taken.wamid = best.wamid))),
      lease_until = null,
      sent_at = least(m.sent_at, times.sent_at), delivered_at = least(m.delivered_at, times.delivered_at),
      read_at = least(m.read_at, times.read_at), failed_at = least(m.failed_at, times.failed_at),
      pricing = coalesce(times.pricing, m.pricing),
      error_code = case when best.rank > m.status_rank then best.error ->> 'code' else m.error_code end,
      error_class = case when best.rank > m.status_rank then best.error ->> 'class' else m.error_class end,
      error_title = case when best.rank > m.status_rank then best.error ->> 'title' else m.error_title end,
      updated_at = now()
    from best join times using ("messageId") join locked on locked.id = best."messageId"
    where m.id = locked.id and m.direction = 'outbound'
    returning m.id, m.status, m.error_code as code, m.error_class as class, m.error_title as title`;
  const stopped = changes.filter(({ error }) => error?.class === 'stopped').map(({ messageId }) => messageId);
  if (stopped.length > 0) await recordStop(tx, stopped);
  const capped = changes.filter(({ error }) => error?.class === 'capped').map(({ messageId }) => messageId);
  if (capped.length > 0) await retryCapped(tx, capped);
  const ofFiles = changes.filter(({ error }) => error !== null && isAboutFiles(error.code));
  if (ofFiles.length > 0)
    await forgetUploads(
      tx,
      ofFiles.map(({ messageId }) => messageId),
    );
  return raised.flatMap(({ id, status, code, class: errorClass, title }) => {
    const error = {
      code: code ?? 'unknown',
      class: errorClass ?? 'permanent',
      title: title ?? 'Not delivered',
    };
    return status === 'failed' ? [{ messageId: id, error }] : [];
  });
}

type FoundStatus = NumberStatus & {
  /** Null for a message that we don't know. */
  messageId: string | null;
  isErased: boolean;
};

async function findMessages(tx: Tx, statuses: NumberStatus[]): Promise<FoundStatus[]> {
  const wanted = statuses.map(({ phoneNumberId, item }) => ({
    phoneNumberId,
    wamid: item.wamid,
    id:
      item.callbackData !== null && uuidPattern.test(item.callbackData)
        ? item.callbackData.toLowerCase()
        : null,
  }));
  const ids = wanted.flatMap(({ id }) => id ?? []);
  const wamids = wanted.map(({ wamid }) => wamid);
  const names = wanted.map(({ phoneNumberId, wamid, id }) => [
    erasedName(phoneNumberId, wamid),
    ...(id === null ? [] : [erasedName(phoneNumberId, id)]),
  ]);
  // A row without an id names one that was erased.
  const found = await tx<{ id: string | null; wamid: string | null; phoneNumberId: string }[]>`
    select m.id, m.wamid, m.phone_number_id as "phoneNumberId" from messages m where m.id = any(${ids}::uuid[])
    union
    select m.id, m.wamid, m.phone_number_id from messages m
    join unnest(${wanted.map((w) => w.phoneNumberId)}::uuid[], ${wamids}::text[]) as w (phone_number_id, wamid)
      on m.phone_number_id = w.phone_number_id and m.wamid = w.wamid
    union
    select null, asked, null from unnest(${names.flat()}::text[]) asked where ${isErased(tx, tx`asked`)}
    order by 1`;
  const known = found.filter(({ id }) => id !== null);
  const byId = new Map(known.map((m) => [`${m.phoneNumberId} ${m.id}`, m.id]));
  const byWamid = new Map(known.map((m) => [`${m.phoneNumberId} ${m.wamid}`, m.id]));
  const erased = new Set(found.flatMap(({ id, wamid }) => (id === null ? [wamid] : [])));
  return wanted.map(({ phoneNumberId, id, wamid }, i) => {
    const messageId = byId.get(`${phoneNumberId} ${id}`) ?? byWamid.get(`${phoneNumberId} ${wamid}`) ?? null;
    return {
      ...statuses[i]!,
      messageId,
      isErased: messageId === null && names[i]!.some((name) => erased.has(name)),
    };
  });
}

function toChange(messageId: string, item: StatusItem, rank: number): StatusChange {
  return {
    messageId,
    wamid: item.wamid,
    status: item.status,
    rank,
    at: item.at,
    error: item.status === 'failed' ? failureOf(item.errors) : null,
    pricing: item.pricing,
  };
}

/** What Meta's errors of a failed status mean. */
export function failureOf(errors: { code: number | null; title?: string | null }[]) {
  const [error] = errors;
  const { code, class: errorClass, title, isKnown } = classifySendError({ code: error?.code ?? null });
  return { code, class: errorClass, title: isKnown ? title : (error?.title ?? 'Not delivered') };
}
