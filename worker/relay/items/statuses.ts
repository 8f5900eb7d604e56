/**
 * Statuses in bulk. Every report is kept once as an event; the message's status only rises. They match by our id in the callback
 * data, else by wamid, always on the same number; one that beats its send is merged by the gate later.
 */
import type { StatusItem } from '../../../core/whatsapp/inbound/types.ts';
import { classifySendError } from '../../../core/messaging/errors/classify.ts';
import { json, type Tx } from '../../../platform/db/pool.ts';
import { recordStop } from '../consent.ts';

export interface NumberStatus {
  phoneNumberId: string;
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

export async function applyStatuses(tx: Tx, statuses: NumberStatus[]): Promise<void> {
  if (statuses.length === 0) return;
  const messageIds = await findMessages(tx, statuses);
  await tx`
    insert into private.message_status_events (phone_number_id, wamid, message_id, status, at, detail)
    select (e ->> 'phoneNumberId')::uuid, e ->> 'wamid', (e ->> 'messageId')::uuid, e ->> 'status', (e ->> 'at')::timestamptz, e -> 'detail'
    from jsonb_array_elements(${json(
      tx,
      statuses.map(({ phoneNumberId, item }, i) => ({
        phoneNumberId,
        wamid: item.wamid,
        messageId: messageIds[i],
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
    where (e ->> 'hasOwnTime')::boolean or not exists (
      select 1 from private.message_status_events known where known.phone_number_id = (e ->> 'phoneNumberId')::uuid
        and known.wamid = e ->> 'wamid' and known.status = e ->> 'status')
    on conflict (phone_number_id, wamid, status, at) do nothing`;
  await raiseStatuses(
    tx,
    statuses.flatMap(({ item }, i) => {
      const messageId = messageIds[i];
      return messageId && item.rank !== null ? [toChange(messageId, item, item.rank)] : [];
    }),
  );
}

/** Applies changes in one statement: highest rank wins, each status keeps its own first time. */
export async function raiseStatuses(tx: Tx, changes: StatusChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx`
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
    )
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
    from best join times using ("messageId")
    where m.id = best."messageId" and m.direction = 'outbound'`;
  const stopped = changes.filter(({ error }) => error?.class === 'stopped').map(({ messageId }) => messageId);
  if (stopped.length > 0) await recordStop(tx, stopped);
}

/** For each status the id of its message, or null for one we don't know. */
async function findMessages(tx: Tx, statuses: NumberStatus[]): Promise<(string | null)[]> {
  const wanted = statuses.map(({ phoneNumberId, item }) => ({
    phoneNumberId,
    wamid: item.wamid,
    id:
      item.callbackData !== null && uuidPattern.test(item.callbackData)
        ? item.callbackData.toLowerCase()
        : null,
  }));
  const found = await tx<{ id: string; wamid: string | null; phoneNumberId: string }[]>`
    select m.id, m.wamid, m.phone_number_id as "phoneNumberId" from messages m
    where m.id = any(${wanted.flatMap((w) => (w.id ? [w.id] : []))}::uuid[])
    union
    select m.id, m.wamid, m.phone_number_id from messages m
    join unnest(${wanted.map((w) => w.phoneNumberId)}::uuid[], ${wanted.map((w) => w.wamid)}::text[]) as w (phone_number_id, wamid)
      on m.phone_number_id = w.phone_number_id and m.wamid = w.wamid
    order by 1`;
  const byId = new Map(found.map((m) => [`${m.phoneNumberId} ${m.id}`, m.id]));
  const byWamid = new Map(found.map((m) => [`${m.phoneNumberId} ${m.wamid}`, m.id]));
  return wanted.map(
    (w) => byId.get(`${w.phoneNumberId} ${w.id}`) ?? byWamid.get(`${w.phoneNumberId} ${w.wamid}`) ?? null,
  );
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
