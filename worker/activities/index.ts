/** All activities, by the task queue they run on. */
import type { WorkerContext } from '../context.ts';
import type { Gate } from '../gate/gate.ts';
import type { WorkerActivities } from '../temporal/workers.ts';
import { createTurn } from '../turn/turn.ts';
import { createWindowActivities } from './close-window.ts';
import { createOutboxActivities, createSendActivities } from './send.ts';

export function createActivities(context: WorkerContext, gate: Gate): WorkerActivities {
  return {
    flow: {
      turn: createTurn(context, gate),
      ...createOutboxActivities(context.sql, gate),
      ...createWindowActivities(context.sql),
    },
    send: createSendActivities(gate),
  };
}
