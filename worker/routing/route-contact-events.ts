/**
 * What happens to contacts goes once through the runs that listen to it and the triggers that it fires. A batch in one transaction:
 * conversations are locked only when nobody else holds them, so that a batch waits for nobody; an event whose conversation is busy
 * is left for the next batch, and with it what happened to the same contact later.
 */
import type { VariableValue } from '../../core/flow/basics.ts';
import type { EventKey } from '../../core/flow/events.ts';
import { firing } from '../../core/flow/triggers.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';
import { writeDeadLetter } from '../relay/dead-letters.ts';
import { isTransient, stableCode } from '../relay/failures.ts';
import { refreshContactSegments } from '../segments/refresh-contacts.ts';
import { eventKeyOf, isAboutConversation } from './event-keys.ts';
import { lockFreeConversations, openConversations } from './open-conversations.ts';
import { addContactEvents, wakeUp, type RunRef } from './run-events.ts';
import { insertRuns } from './start-run.ts';
import { triggerJson, triggerOrder, type FiringTrigger } from './triggers.ts';

/** Flows that cause each other's events stop here: A tags, B starts on the tag and tags, A starts on that... */
export const MAX_CAUSE_DEPTH = 5;
const BATCH = 200;

interface PendingEvent {
  id: number;
  orgId: string;
  contactId: string;
  key: EventKey;
  /** The one that it is about, if it is about one. */
  conversationId: string | null;
  detail: Record<string, VariableValue>;
  causeDepth: number;
  requestId: string | null;
  /** Runs that listen to it. */
  runs: RunRef[];
  /** Live triggers that listen to it, of flows that may talk there. */
  triggers: FiringTrigger[];
}

interface Routed {
  wakes: OutboxMessage[];
  /** Events that have to be tried again. */
  busy: number[];
}

/**
 * Routes the oldest pending events, in the caller's transaction. Returns the workflows to wake, or null when nothing could be done:
 * nothing is pending, or only what is busy.
 */
export async function routeContactEvents(tx: Tx): Promise<OutboxMessage[] | null> {
  const events = await claim(tx);
  if (events.length === 0) return null;
  await refreshSegments(tx, events);
  const { wakes, busy } = await routeTogether(tx, events);
  if (busy.length > 0) await tx`update contact_events set routed_at = null where id = any(${busy}::bigint[])`;
  return busy.length === events.length ? null : wakes;
}

/**
 * Who enters or leaves a segment by these events gets events of their own. What fails here holds up no event: the contacts are left to
 * `refreshCheckedContacts`, which finds out by whom.
 */
async function refreshSegments(tx: Tx, events: PendingEvent[]): Promise<void> {
  const causeDepths = new Map<string, number>();
  for (const { contactId, key, causeDepth } of events) {
    if (key.startsWith('segment_')) continue;
    causeDepths.set(contactId, Math.max(causeDepth, causeDepths.get(contactId) ?? 0));
  }
  if (causeDepths.size === 0) return;
  try {
    await tx.savepoint((sp) => refreshContactSegments(sp, [...causeDepths.keys()], { causeDepths }));
  } catch (error) {
    if (isTransient(error)) throw error;
    await tx`
      insert into private.segment_checks (org_id, contact_id, cause_depth)
      select c.org_id, c.id, d.cause_depth
      from unnest(${[...causeDepths.keys()]}::uuid[], ${[...causeDepths.values()]}::smallint[]) as d (contact_id, cause_depth)
      join contacts c on c.id = d.contact_id`;
  }
}

/** A flow that resolves the conversation after its question doesn't begin to ask again. */
function claim(tx: Tx) {
  return tx<PendingEvent[]>`
    with due as (
      update contact_events e set routed_at = now()
      from (select id from contact_events where routed_at is null order by id limit ${BATCH} for update skip locked) d
      where e.id = d.id
      returning e.id, e.org_id, e.contact_id, e.kind, e.detail, e.cause_depth, e.request_id, e.flow_run_id,
        ${eventKeyOf(tx, 'e')} as key,
        case when ${isAboutConversation(tx, 'e')} then e.name::uuid end as conversation_id
    )
    select d.id, d.org_id as "orgId", d.conversation_id as "conversationId", d.contact_id as "contactId", d.key, d.detail, d.cause_depth as "causeDepth",
      d.request_id as "requestId",
      coalesce((
        select jsonb_agg(jsonb_build_object('id', r.id, 'orgId', r.org_id, 'flowId', r.flow_id, 'contactId', r.contact_id,
          'conversationId', r.conversation_id))
        from flow_runs r where r.contact_id = d.contact_id and r.ended_at is null and r.listens_to @> array[d.key]
          and (d.conversation_id is null or r.conversation_id = d.conversation_id)), '[]') as runs,
      coalesce((
        select jsonb_agg(${triggerJson(tx)} order by ${triggerOrder(tx)})
        from flow_triggers t join flows f on f.id = t.flow_id
        where t.org_id = d.org_id and t.keys @> array[d.key] and f.status = 'live'
          and not (d.kind = 'conversation_resolved' and exists (
            select from flow_runs own where own.id = d.flow_run_id and own.flow_id = f.id))
          and (d.conversation_id is null or exists (
          select from conversations v where v.id = d.conversation_id
            and v.phone_number_id = coalesce(f.phone_number_id, v.phone_number_id)))), '[]') as triggers
    from due d order by d.id`;
}

/** Nearly always nothing fails; when something does, all is done again with each event behind its own savepoint. */
async function routeTogether(tx: Tx, events: PendingEvent[]): Promise<Routed> {
  try {
    return await tx.savepoint((sp) => route(sp, events));
  } catch (error) {
    if (isTransient(error)) throw error;
    if (events.length === 1) {
      await bury(tx, events[0]!, stableCode(error));
      return { wakes: [], busy: [] };
    }
  }
  const routed: Routed = { wakes: [], busy: [] };
  for (const event of events) {
    const { wakes, busy } = await routeTogether(tx, [event]);
    routed.wakes.push(...wakes);
    routed.busy.push(...busy);
  }
  return routed;
}

interface Firing {
  event: PendingEvent;
  trigger: FiringTrigger;
  conversationId: string | null;
}

async function route(tx: Tx, events: PendingEvent[]): Promise<Routed> {
  const firings = await findFirings(tx, events);
  const needed = new Map<number, string[]>();
  for (const { id, runs } of events) {
    const own = firings.flatMap(({ event, conversationId }) =>
      event.id === id ? (conversationId ?? []) : [],
    );
    needed.set(id, [...runs.map(({ conversationId }) => conversationId), ...own]);
  }
  const locked = await lockFreeConversations(tx, [...needed.values()].flat());
  const busyContacts = new Set<string>();
  const ready = new Set<number>();
  for (const { id, contactId } of events) {
    const isFree = needed.get(id)!.every((conversationId) => locked.has(conversationId));
    if (isFree && !busyContacts.has(contactId)) ready.add(id);
    else busyContacts.add(contactId);
  }
  const wakes = await tellRuns(
    tx,
    events.filter(({ id }) => ready.has(id)),
  );
  const started = await insertRuns(
    tx,
    firings.flatMap(({ event, trigger, conversationId }) => {
      if (conversationId === null || !ready.has(event.id)) return [];
      const { contactId, causeDepth, detail, requestId } = event;
      return [
        { trigger, start: { contactId, conversationId, messageId: null, causeDepth, detail, requestId } },
      ];
    }),
  );
  for (const { event, conversationId } of firings) {
    if (conversationId === null && ready.has(event.id)) await bury(tx, event, 'no_number');
  }
  return { wakes: [...wakes, ...started], busy: events.flatMap(({ id }) => (ready.has(id) ? [] : id)) };
}

/** Which triggers fire, and in which conversation their runs will be. */
async function findFirings(tx: Tx, events: PendingEvent[]): Promise<Firing[]> {
  const firings: Omit<Firing, 'conversationId'>[] = [];
  for (const event of events) {
    const fired = firing(event.triggers, { kind: 'contact', key: event.key, data: event.detail });
    if (fired.length > 0 && event.causeDepth >= MAX_CAUSE_DEPTH)
      await bury(tx, event, 'flows_cause_each_other');
    else firings.push(...fired.map((trigger) => ({ event, trigger })));
  }
  const open = firings.filter(({ event }) => event.conversationId === null);
  const seats = open.map(({ event: { orgId, contactId }, trigger: { flowId } }) => ({
    orgId,
    contactId,
    flowId,
  }));
  const opened = await openConversations(tx, seats);
  return firings.map((firing) => ({
    ...firing,
    conversationId: firing.event.conversationId ?? opened[open.indexOf(firing)] ?? null,
  }));
}

async function tellRuns(tx: Tx, events: PendingEvent[]): Promise<OutboxMessage[]> {
  const told = events.flatMap(({ id, key, requestId, runs }) =>
    runs.map((run) => ({ run, key, requestId, eventId: id })),
  );
  const added = await addContactEvents(
    tx,
    told.map(({ run, eventId, key }) => ({ runId: run.id, eventId, key })),
  );
  const wakes = new Map<string, OutboxMessage>();
  for (const { run, requestId, eventId } of told) {
    if (!added.has(run.id)) continue;
    wakes.set(run.id, { ...wakeUp(run, { kind: 'happened', ref: String(eventId) }), requestId });
  }
  return [...wakes.values()];
}

function bury(tx: Tx, event: PendingEvent, cause: string): Promise<void> {
  const reference = { contactEventId: event.id, contactId: event.contactId };
  return writeDeadLetter(tx, { orgId: event.orgId, kind: 'contact_event', cause, reference });
}
