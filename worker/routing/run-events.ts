/**
 * Next events of runs that are going on. The caller holds the locks of their conversations: that is what keeps the numbers of a
 * run's events apart.
 */
import { json, type Tx } from '../../platform/db/pool.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';

export interface RunRef {
  id: string;
  orgId: string;
  flowId: string;
  contactId: string;
  conversationId: string;
}

/** A message: `reply` when the run owns it, `observed` when it only hears of it. Returns the runs that didn't have it yet. */
export async function addMessageEvents(
  tx: Tx,
  messageId: string,
  events: readonly { runId: string; kind: 'reply' | 'observed' }[],
): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const added = await tx<{ runId: string }[]>`
    insert into private.run_events (run_id, n, kind, ref)
    select w."runId", (select coalesce(max(e.n), 0) + 1 from private.run_events e where e.run_id = w."runId"), w.kind, ${messageId}
    from jsonb_to_recordset(${json(tx, events)}) as w ("runId" uuid, kind text)
    on conflict (run_id, kind, ref) do nothing
    returning run_id as "runId"`;
  return new Set(added.map(({ runId }) => runId));
}

/**
 * Events of contacts, in this order, for runs that (still) listen to them. Returns the runs that were given something they didn't
 * have.
 */
export async function addContactEvents(
  tx: Tx,
  events: readonly { runId: string; eventId: number; key: string }[],
): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const added = await tx<{ runId: string }[]>`
    insert into private.run_events (run_id, n, kind, contact_event_id)
    select w."runId", (select coalesce(max(e.n), 0) from private.run_events e where e.run_id = w."runId")
        + row_number() over (partition by w."runId" order by w."eventId"),
      'happened', w."eventId"
    from jsonb_to_recordset(${json(tx, events)}) as w ("runId" uuid, "eventId" bigint, key text)
    join flow_runs r on r.id = w."runId" and r.ended_at is null and r.listens_to @> array[w.key]
    on conflict (run_id, contact_event_id) where contact_event_id is not null do nothing
    returning run_id as "runId"`;
  return new Set(added.map(({ runId }) => runId));
}

export type CommandDetail =
  { kind: 'stop'; reason: string } | { kind: 'decision'; action: 'retry' | 'skip' } | { kind: 'free' };

/**
 * Something that runs are told, for those that are still going on; a decision only for those that wait for one. Returns the runs
 * that didn't have it yet.
 * @param key id of what asks for it: twice with the same key is once
 */
export async function addCommands(
  tx: Tx,
  runIds: readonly string[],
  { kind, ...detail }: CommandDetail,
  key: string,
): Promise<Set<string>> {
  const added = await tx<{ runId: string }[]>`
    insert into private.run_events (run_id, n, kind, detail)
    select r.id, (select coalesce(max(e.n), 0) + 1 from private.run_events e where e.run_id = r.id), ${kind},
      ${json(tx, { ...detail, key })}
    from flow_runs r
    where r.id = any(${runIds as string[]}::uuid[]) and r.ended_at is null
      and (${kind !== 'decision'} or r.state -> 'wait' ->> 'kind' = 'decision')
    on conflict (run_id, kind, (detail ->> 'key')) where detail ? 'key' do nothing
    returning run_id as "runId"`;
  return new Set(added.map(({ runId }) => runId));
}

export function wakeUp(
  run: RunRef,
  wake: Extract<OutboxMessage, { topic: 'flowRun' }>['payload']['wake'],
): OutboxMessage {
  const { id, orgId, flowId, contactId, conversationId } = run;
  return {
    topic: 'flowRun',
    key: id,
    payload: { orgId, flowId, contactId, conversationId, summary: 'Flow run', wake },
  };
}
