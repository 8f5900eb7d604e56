/**
 * One pass over what events alone don't set right. A Schedule starts it; a pass that takes longer than the interval makes the next one
 * wait. A chore that fails fails alone: the next pass does it again.
 */
import { isCancellation, patched, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { taskQueues } from './contract.ts';
import type { SweepActivities, SweepInput, SweepReport, SweeperInput } from './housekeeping-contract.ts';

const HOUR_MS = 3_600_000;

/** Changes of behaviour since the first release. A name is never used again. */
const patches = { wakesCampaigns: 'wakes-campaigns' } as const;

const withSummary = (summary: string) =>
  proxyActivities<SweepActivities>({
    taskQueue: taskQueues.housekeeping,
    startToCloseTimeout: '10 minutes',
    scheduleToCloseTimeout: '15 minutes',
    heartbeatTimeout: '1 minute',
    retry: { maximumAttempts: 2 },
    summary,
  });
const { wakeStalledRuns } = withSummary('Wake runs that have something to do');
const { wakeCampaigns } = withSummary('Wake campaigns that have something to do');
const { settleLeases } = withSummary('Call sends unknown whose worker died');
const { enrolDue } = withSummary('Queue jobs of schedules and dates that fell due');
const { refreshSegments } = withSummary('Bring watched segments up to date');
const { thinOut } = withSummary('Forget old rows and delete files of gone messages');

export async function sweeper({ everyMs }: SweeperInput): Promise<Record<string, SweepReport | 'failed'>> {
  const nowMs = Date.now();
  const input: SweepInput = {
    now: new Date(nowMs).toISOString(),
    isThorough: Math.floor(nowMs / HOUR_MS) !== Math.floor((nowMs - everyMs) / HOUR_MS),
  };
  const reports: Record<string, SweepReport | 'failed'> = {};
  // Beside each other: fewer workflow tasks, and a slow chore holds up no other.
  await Promise.all([
    chore('wakeStalledRuns', wakeStalledRuns),
    chore('settleLeases', settleLeases),
    chore('enrolDue', enrolDue),
    chore('refreshSegments', refreshSegments),
    chore('thinOut', thinOut),
    ...(patched(patches.wakesCampaigns) ? [chore('wakeCampaigns', wakeCampaigns)] : []),
  ]);
  return reports;

  async function chore(name: string, work: (input: SweepInput) => Promise<SweepReport>) {
    try {
      reports[name] = await work(input);
    } catch (error) {
      if (isCancellation(error)) throw error;
      reports[name] = 'failed';
      setCurrentDetails(`${name} failed; the next pass tries again`);
    }
  }
}
