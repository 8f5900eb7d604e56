/** All activities, by the task queue they run on. */
import type { WorkerContext } from '../context.ts';
import { activityInfo } from '@temporalio/activity';
import type { HttpClient } from '../../platform/http/client.ts';
import type { FlowActivities } from '../../workflows/contract.ts';
import type { BulkPace } from '../bulk/work-on-job.ts';
import { createCallActivity } from '../calls/call-activity.ts';
import type { Gate } from '../gate/gate.ts';
import type { WorkerActivities } from '../temporal/workers.ts';
import { createSweepActivities } from '../sweeper/index.ts';
import type { Retention } from '../sweeper/thin-out.ts';
import { createSteer } from '../turn/steer.ts';
import { createTurn } from '../turn/turn.ts';
import { createWindowActivities } from './close-window.ts';
import { createJobActivities } from './jobs.ts';
import { createOutboxActivities, createSendActivities, laterOf } from './send.ts';

export interface ActivityOptions {
  http: HttpClient;
  retention: Retention;
  pace: BulkPace;
  /** Aborted when the worker is told to stop. */
  stopping: AbortSignal;
}

export function createActivities(
  context: WorkerContext,
  gate: Gate,
  { http, retention, pace, stopping }: ActivityOptions,
): WorkerActivities {
  return {
    flow: {
      turn: atItsTime(createTurn(context, gate)),
      steer: createSteer(context.sql),
      ...createOutboxActivities(context.sql, gate),
      ...createWindowActivities(context.sql),
    },
    send: createSendActivities(gate),
    http: createCallActivity({ ...context, http }),
    housekeeping: {
      ...createSweepActivities(context, retention),
      ...createJobActivities(context, pace, stopping),
    },
  };
}

/** As a regular activity a turn may be tried again hours later: then that is its time. As a local one the workflow's time is exact. */
function atItsTime(turn: FlowActivities['turn']): FlowActivities['turn'] {
  return (input) =>
    turn(activityInfo().isLocal ? input : { ...input, now: laterOf(input.now).toISOString() });
}
