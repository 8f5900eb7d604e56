/** Where a run is, for operators: a stage to filter by and a sentence to read. */
import type { CompiledFlow } from '../../core/flow/engine.ts';
import type { RunState } from '../../core/flow/run.ts';
import { describeWait } from '../../core/flow/summary.ts';
import type { Place } from '../../workflows/contract.ts';

export function placeOf(flow: CompiledFlow, state: RunState): Place {
  return { stage: stageOf(state), nodeId: state.nodeId, words: describeWait(flow, state) };
}

function stageOf(state: RunState): Place['stage'] {
  if (state.ended !== null) return 'ended';
  switch (state.wait?.kind) {
    case 'reply':
      return 'waitingForReply';
    case 'delay':
      return 'delayed';
    case 'send':
      return 'sending';
    case undefined:
      return 'running';
  }
}
