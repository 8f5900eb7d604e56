/**
 * Wakes runs that have something to do and of which no turn was made: a wake that was lost, a workflow that its server lost, a turn that
 * was cut off. Rare, so the look is cheap and the knocking slow; losing or doubling a wake is harmless.
 */
import type { Sql } from '../../platform/db/pool.ts';
import { writePacedOutbox, type OutboxMessage } from '../dispatcher/outbox.ts';
import { wakeUp, type RunRef } from '../routing/run-events.ts';

/** A wake normally takes milliseconds. */
const OVERDUE_SECONDS = 60;
/** A run that was woken in vain isn't woken again before. */
const KNOCK_AGAIN_MINUTES = 10;
/** Events older than this are looked for in the thorough pass only. */
const RECENT_MINUTES = 60;
const MAX_WAKES = 500;
const WAKES_PER_SECOND = 20;
/** So many old rows mean that Temporal is away: the wakes are written, they only don't arrive. */
const BACKLOG = 500;

export interface StalledOptions {
  /** The time that deadlines are compared with. */
  now: Date;
  isThorough: boolean;
}

export async function wakeStalledRuns(
  sql: Sql,
  { now, isThorough }: StalledOptions,
): Promise<Record<string, number>> {
  const [backlog] = await sql<{ count: number }[]>`
    select count(*)::int as count from (
      select from private.outbox where created_at < clock_timestamp() - make_interval(secs => ${OVERDUE_SECONDS}) limit ${BACKLOG}) old`;
  if (backlog!.count >= BACKLOG) return { woken: 0, isBacklogged: 1 };
  const woken = await sql.begin(async (tx) => {
    const runs = await tx<RunRef[]>`
      with overdue as (
        select r.id from flow_runs r
        where r.ended_at is null and r.wake_at < ${now}::timestamptz - make_interval(secs => ${OVERDUE_SECONDS})
      ), unheard as (
        select r.id from private.run_events e join flow_runs r on r.id = e.run_id and r.ended_at is null and e.n >= r.next_event
        where e.created_at < clock_timestamp() - make_interval(secs => ${OVERDUE_SECONDS})
          and e.created_at > clock_timestamp() - make_interval(mins => ${RECENT_MINUTES}) and ${!isThorough}
        union all
        select r.id from flow_runs r
        where r.ended_at is null and ${isThorough} and exists (
          select from private.run_events e where e.run_id = r.id and e.n >= r.next_event
            and e.created_at < clock_timestamp() - make_interval(secs => ${OVERDUE_SECONDS}))
      ), cut_off as (
        select r.id from flow_runs r
        where r.status = 'running' and r.ended_at is null
          and r.updated_at < clock_timestamp() - make_interval(secs => ${OVERDUE_SECONDS})
          -- Sending and calling take their time; Temporal does the waiting.
          and not exists (select from messages m where m.flow_run_id = r.id and m.status in ('queued', 'sending'))
          and not exists (select from private.flow_calls c where c.run_id = r.id and c.status in ('queued', 'running')
            and c.created_at > clock_timestamp() - interval '1 hour')
      ), chosen as (
        select r.id from flow_runs r
        where r.id in (select id from overdue union select id from unheard union select id from cut_off)
          and r.paused_at is null
          and (r.swept_at is null or r.swept_at < clock_timestamp() - make_interval(mins => ${KNOCK_AGAIN_MINUTES}))
        limit ${MAX_WAKES} for update skip locked
      )
      update flow_runs r set swept_at = clock_timestamp() from chosen where r.id = chosen.id
      returning r.id, r.org_id as "orgId", r.flow_id as "flowId", r.contact_id as "contactId", r.conversation_id as "conversationId"`;
    const wakes: OutboxMessage[] = runs.map((run) => wakeUp(run, { kind: 'swept', ref: null }));
    await writePacedOutbox(tx, wakes, { notBefore: null, perSecond: WAKES_PER_SECOND });
    return wakes.length;
  });
  return { woken };
}
