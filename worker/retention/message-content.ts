/**
 * Messages lose their words and files, the rows stay: who wrote when, what was delivered, read and charged. Kept as it is: what still
 * waits to be sent, and what a run that isn't over has yet to hear (it may be paused). Notes beside them are nothing but words and go.
 */
import type { Batch } from './batch.ts';

const BATCH = 500;

/** Where a pass goes on when all messages are done and there are more notes. */
const behindMessages = (border: Date) => ({
  at: border.toISOString(),
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
});

interface Seen {
  id: string;
  conversationId: string;
  at: string;
  isGone: boolean;
  isNeeded: boolean;
}

export const removeMessageContent: Batch = async (sql, { orgId, border, from, doneUntil }) => {
  const seen = await sql<Seen[]>`
    select m.id, m.conversation_id as "conversationId", m.created_at::text as at, m.content ? 'removed' as "isGone",
      m.status in ('queued', 'sending') or exists (
        select from flow_runs r join private.run_events e on e.run_id = r.id and e.n >= r.next_event and e.ref = m.id
        where r.contact_id = m.contact_id and r.ended_at is null) as "isNeeded"
    from messages m
    where m.org_id = ${orgId} and m.created_at < ${border}
      ${from ? sql`and (m.created_at, m.id) > (${from.at}::text::timestamptz, ${from.id}::uuid)` : sql``}
      ${!from && doneUntil ? sql`and m.created_at >= ${doneUntil}::text::timestamptz` : sql``}
    order by m.created_at, m.id limit ${BATCH}`;
  const old = seen.filter(({ isGone, isNeeded }) => !isGone && !isNeeded);
  // The inbox's list first: a pass that is cut off here comes back to these messages. Conversations are locked before messages.
  await sql`
    update conversations set last_message_text = null
    where id = any (${[...new Set(old.map(({ conversationId }) => conversationId))]}::uuid[])
      and last_message_at < ${border} and last_message_text is not null`;
  const { count } = await sql`
    update messages set content = '{"removed":true}', text = null, fallback = null, media = null
    where id = any (${old.map(({ id }) => id)}::uuid[]) and status not in ('queued', 'sending')`;
  const notes = await sql`
    delete from conversation_notes where id = any (array(
      select n.id from conversation_notes n where n.org_id = ${orgId} and n.created_at < ${border} order by n.created_at limit ${BATCH}))`;
  const last = seen.length === BATCH ? seen.at(-1)! : null;
  return {
    count: count + notes.count,
    next: last ? { at: last.at, id: last.id } : notes.count === BATCH ? behindMessages(border) : null,
    doneUntil: last?.at ?? border.toISOString(),
    keptAt: seen.find(({ isNeeded }) => isNeeded)?.at ?? null,
  };
};
