/** All activities, by the task queue they run on. */
import type { WorkerContext } from '../context.ts';
import { activityInfo } from '@temporalio/activity';
import type { FlowActivities } from '../../workflows/contract.ts';
import type { Gate } from '../gate/gate.ts';
import type { WorkerActivities } from '../temporal/workers.ts';
import { createTurn } from '../turn/turn.ts';
import { createWindowActivities } from './close-window.ts';
import { createOutboxActivities, createSendActivities, laterOf } from './send.ts';

export function createActivities(context: WorkerContext, gate: Gate): WorkerActivities {
  return {
    flow: {
      turn: atItsTime(createTurn(context, gate)),
      ...createOutboxActivities(context.sql, gate),
      ...createWindowActivities(context.sql),
    },
    send: createSendActivities(gate),
  };
}

/** As a regular activity a turn may be tried again hours later: then that is its time. As a local one the workflow's time is exact. */
function atItsTime(turn: FlowActivities['turn']): FlowActivities['turn'] {
  return (input) =>
    turn(activityInfo().isLocal ? input : { ...input, now: laterOf(input.now).toISOString() });
}
