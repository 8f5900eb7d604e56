/** The activity of the workflow `retention`. */
import { heartbeat } from '@temporalio/activity';
import type { RetentionActivities } from '../../workflows/housekeeping-contract.ts';
import type { WorkerContext } from '../context.ts';
import { enforceRules } from './enforce.ts';

export function createRetentionActivities(context: WorkerContext): RetentionActivities {
  return {
    enforceRetention: ({ now, place }) =>
      enforceRules(context, { now: new Date(now), place, onProgress: () => heartbeat() }),
  };
}
