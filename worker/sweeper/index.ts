/** The sweeper's chores, each an activity of its own. */
import { heartbeat } from '@temporalio/activity';
import type { SweepActivities } from '../../workflows/housekeeping-contract.ts';
import type { FileStorage } from '../../platform/storage/storage.ts';
import type { WorkerContext } from '../context.ts';
import { removeFiles } from '../media/remove-files.ts';
import { enrolDates } from '../routing/sweep/enrol-dates.ts';
import { enrolScheduled } from '../routing/sweep/enrol-scheduled.ts';
import { refreshSegments } from '../segments/refresh-segments.ts';
import { queueDueReads } from '../templates/due-reads.ts';
import { wakeCampaigns } from '../campaigns/wake-campaigns.ts';
import { settleLeases } from './settle-leases.ts';
import { thinOut, type Retention } from './thin-out.ts';
import { wakeStalledRuns } from './wake-stalled-runs.ts';

/** Each trigger knows itself until when it was looked at. */
const LONG_AGO = new Date(0);

export function createSweepActivities(
  { sql }: WorkerContext,
  retention: Retention,
  storage: FileStorage,
): SweepActivities {
  return {
    wakeStalledRuns: ({ now, isThorough }) => wakeStalledRuns(sql, { now: new Date(now), isThorough }),
    wakeCampaigns: ({ now }) => wakeCampaigns(sql, new Date(now)),
    settleLeases: () => settleLeases(sql),
    async enrolDue({ now }) {
      const scheduled = await enrolScheduled(sql, new Date(now));
      heartbeat();
      const dates = await enrolDates(sql, LONG_AGO, new Date(now));
      return { scheduled, dates, templateReads: await queueDueReads(sql) };
    },
    async refreshSegments({ now, isThorough }) {
      const { segments, entered, left, unreadable } = await refreshSegments(sql, new Date(now), {
        onlyByTime: !isThorough,
        onProgress: (sweep) => heartbeat(sweep),
      });
      return { segments, entered, left, unreadable: unreadable.length };
    },
    async thinOut({ now }) {
      const deleted = await thinOut(sql, new Date(now), retention, () => heartbeat());
      return {
        ...deleted,
        files: await removeFiles(sql, storage, { maxBatches: 10, onProgress: () => heartbeat() }),
      };
    },
  };
}
