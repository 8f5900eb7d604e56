/** A slice of ending, retrying or skipping: the same command that a person gives one run, for the next runs. */
import { json, type Tx } from '../../platform/db/pool.ts';
import { writePacedOutbox } from '../dispatcher/outbox.ts';
import { wakeUp } from '../routing/run-events.ts';
import type { Job, Slice } from './job.ts';
import { nextRuns } from './runs.ts';

export async function commandSlice(tx: Tx, job: Job, size: number, perSecond: number): Promise<Slice> {
  const runs = await nextRuns(tx, job, size);
  if (runs.length === 0) return { done: 0, skipped: 0, cursor: null, nextWakeAt: null };
  const ids = runs.map(({ id }) => id);
  const taken = job.kind === 'exit' ? await stop(tx, job, ids) : await decide(tx, job, ids);
  const wakes = runs
    .filter(({ id }) => taken.has(id))
    .map((run) => wakeUp(run, { kind: 'command', ref: job.id }));
  return {
    done: wakes.length,
    skipped: runs.length - wakes.length,
    cursor: ids.at(-1)!,
    nextWakeAt: await writePacedOutbox(tx, wakes, { notBefore: job.nextWakeAt, perSecond }),
  };
}

async function stop(tx: Tx, job: Job, runIds: string[]): Promise<Set<string>> {
  // A paused run has to move once more to end.
  await tx`update flow_runs set paused_at = null where id = any(${runIds}::uuid[]) and ended_at is null and paused_at is not null`;
  return addEvents(tx, runIds, 'stop', { reason: 'stopped_by_operator', key: job.id });
}

function decide(tx: Tx, job: Job, runIds: string[]): Promise<Set<string>> {
  return addEvents(tx, runIds, 'decision', { action: job.kind, key: job.id });
}

async function addEvents(
  tx: Tx,
  runIds: string[],
  kind: 'stop' | 'decision',
  detail: Record<string, string>,
): Promise<Set<string>> {
  const added = await tx<{ runId: string }[]>`
    insert into private.run_events (run_id, n, kind, detail)
    select r.id, (select coalesce(max(e.n), 0) + 1 from private.run_events e where e.run_id = r.id), ${kind}, ${json(tx, detail)}
    from flow_runs r
    where r.id = any(${runIds}::uuid[]) and r.ended_at is null
      and (${kind !== 'decision'} or r.state -> 'wait' ->> 'kind' = 'decision')
    on conflict (run_id, kind, (detail ->> 'key')) where detail ? 'key' do nothing
    returning run_id as "runId"`;
  return new Set(added.map(({ runId }) => runId));
}
