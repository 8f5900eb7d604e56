/**
 * A slice of moving people to another version: the run's row changes, nothing else. Only a run that has to act at once is woken; all
 * others find the new version when they wake by themselves.
 */
import { deadlineOf, listensTo, readState } from '../../core/flow/engine.ts';
import { moveState } from '../../core/flow/move.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { writePacedOutbox } from '../dispatcher/outbox.ts';
import { wakeUp, type RunRef } from '../routing/run-events.ts';
import { createFlowCache } from '../turn/flows.ts';
import { placeOf } from '../turn/place.ts';
import { JobError, type Job, type Slice } from './job.ts';
import type { MoveParams } from './params.ts';
import { nextRuns } from './runs.ts';

/** Kept over slices: versions are immutable. */
const flows = createFlowCache();

export async function moveSlice(tx: Tx, job: Job, size: number, perSecond: number): Promise<Slice> {
  const refs = await nextRuns(tx, job, size);
  if (refs.length === 0) return { done: 0, skipped: 0, cursor: null, nextWakeAt: null };
  const toVersionId = await findVersion(tx, job);
  const moved = await moveRuns(tx, refs, toVersionId);
  const wakes = refs
    .filter(({ id }) => moved.get(id) === 'mustWake')
    .map((run) => wakeUp(run, { kind: 'command', ref: job.id }));
  return {
    done: moved.size,
    skipped: refs.length - moved.size,
    cursor: refs.at(-1)!.id,
    nextWakeAt: await writePacedOutbox(tx, wakes, { notBefore: job.nextWakeAt, perSecond }),
  };
}

async function findVersion(tx: Tx, job: Job): Promise<string> {
  const { toVersion } = job.params as MoveParams;
  const [version] = await tx<{ id: string }[]>`
    select id from flow_versions where org_id = ${job.orgId} and flow_id = ${job.flowId} and number = ${toVersion}`;
  if (!version) throw new JobError('version_not_found', `The flow has no version ${toVersion}.`);
  return version.id;
}

async function moveRuns(
  tx: Tx,
  refs: RunRef[],
  toVersionId: string,
): Promise<Map<string, 'mustWake' | 'sleepsOn'>> {
  const { flow: after } = await flows.get(tx, toVersionId);
  const runs = await tx<{ id: string; versionId: string; triggerNodeId: string; state: object }[]>`
    select id, flow_version_id as "versionId", trigger_node_id as "triggerNodeId", state from flow_runs
    where id = any(${refs.map(({ id }) => id)}::uuid[]) and ended_at is null and flow_version_id <> ${toVersionId}
    order by id for update`;
  const moved = new Map<string, 'mustWake' | 'sleepsOn'>();
  const changes: object[] = [];
  const now = new Date();
  for (const run of runs) {
    const { flow: before } = await flows.get(tx, run.versionId);
    const { triggerNodeId } = run;
    const result = moveState({ state: readState(run.state), triggerNodeId }, before, after, now);
    if (result.outcome === 'gone') continue;
    const { state, mustWake } = result;
    moved.set(run.id, mustWake ? 'mustWake' : 'sleepsOn');
    changes.push({
      id: run.id,
      state,
      nodeId: state.nodeId,
      words: placeOf(after, state).words,
      wakeAt: deadlineOf(after, state),
      listensTo: listensTo(after, state),
    });
  }
  await tx`
    update flow_runs r set flow_version_id = ${toVersionId}, state = m.state, current_node_id = m."nodeId", waiting_for = m.words,
      wake_at = m."wakeAt", listens_to = array(select jsonb_array_elements_text(m."listensTo"))
    from jsonb_to_recordset(${json(tx, changes)})
      as m (id uuid, state jsonb, "nodeId" text, words text, "wakeAt" timestamptz, "listensTo" jsonb)
    where r.id = m.id`;
  return moved;
}
