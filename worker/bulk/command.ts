/** A slice of ending, retrying or skipping: the same command that a person gives one run, for the next runs. */
import type { Tx } from '../../platform/db/pool.ts';
import { writePacedOutbox } from '../dispatcher/outbox.ts';
import { addCommands, wakeUp } from '../routing/run-events.ts';
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
  return addCommands(tx, runIds, { kind: 'stop', reason: 'stopped_by_operator' }, job.id);
}

function decide(tx: Tx, job: Job, runIds: string[]): Promise<Set<string>> {
  return addCommands(
    tx,
    runIds,
    { kind: 'decision', action: job.kind === 'skip' ? 'skip' : 'retry' },
    job.id,
  );
}
