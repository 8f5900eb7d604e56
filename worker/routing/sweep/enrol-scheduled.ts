/** Schedules that are due: each occurrence enrols its audience once, however often and however late it is looked at. */
import { lastScheduledTime } from '../../../core/flow/nodes/schedule-trigger/times.ts';
import type { ScheduleTriggerData } from '../../../core/flow/nodes/schedule-trigger/manifest.ts';
import type { Sql, Tx } from '../../../platform/db/pool.ts';
import { advanceClocks, timedTriggers, type TimedTrigger } from './clocks.ts';
import { queueEnrolments, type EnrolmentJob } from './enrolment-jobs.ts';

/** What was missed longer ago (the whole installation was down) is not caught up on. */
const MAX_LATE_MS = 3 * 24 * 60 * 60 * 1000;

/**
 * Queues a job for every schedule with a time since it was looked at last, up to `now`. Several missed times are one.
 *
 * @returns how many jobs were queued
 */
export function enrolScheduled(sql: Sql, now: Date): Promise<number> {
  return sql.begin(async (tx) => enrolScheduledIn(tx, now));
}

async function enrolScheduledIn(tx: Tx, now: Date): Promise<number> {
  const triggers = await timedTriggers<ScheduleTriggerData>(tx, 'schedule-trigger');
  const queued = await queueEnrolments(
    tx,
    triggers.flatMap((trigger) => dueJob(trigger, now) ?? []),
  );
  await advanceClocks(tx, triggers, now);
  return queued;
}

function dueJob(trigger: TimedTrigger<ScheduleTriggerData>, now: Date): EnrolmentJob | null {
  if (!trigger.isLive) return null;
  const { orgId, flowId, nodeId, data, checkedUntil } = trigger;
  const since = new Date(Math.max(checkedUntil.getTime(), now.getTime() - MAX_LATE_MS));
  const due = lastScheduledTime(data.schedule, data.timeZone || trigger.timeZone, since, now);
  if (due === null) return null;
  const scheduledFor = due.toISOString();
  const { audience } = data;
  return {
    orgId,
    flowId,
    triggerNodeId: nodeId,
    audience:
      audience.kind === 'tag' ? { tag: audience.tag.trim() } : { segmentId: audience.segmentId.trim() },
    detail: { scheduledFor },
    dedupeKey: `schedule/${flowId}/${nodeId}/${scheduledFor}`,
  };
}
