/** Where a run is, for operators: a stage to filter by and a sentence to read. */
import type { CompiledFlow } from '../../core/flow/engine.ts';
import type { RunState, RunWait } from '../../core/flow/run.ts';
import { describeWait } from '../../core/flow/summary.ts';
import type { Place } from '../../workflows/contract.ts';

export function placeOf(flow: CompiledFlow, state: RunState): Place {
  const { wait } = state;
  return {
    stage: stageOf(state),
    nodeId: state.nodeId,
    words: describeWait(flow, state),
    ...(wait?.kind === 'decision' ? { error: wait.code } : {}),
  };
}

export function pausedPlace(state: RunState): Place {
  return { stage: 'paused', nodeId: state.nodeId, words: 'Paused: nothing happens until it is resumed' };
}

const stages: Record<RunWait['kind'], Place['stage']> = {
  send: 'sending',
  call: 'calling',
  reply: 'waitingForReply',
  event: 'waitingForEvent',
  delay: 'delayed',
  turn: 'waitingForTurn',
  decision: 'needsAttention',
};

function stageOf({ ended, wait }: RunState): Place['stage'] {
  if (ended !== null) return 'ended';
  return wait === null ? 'running' : stages[wait.kind];
}
