/**
 * One campaign, from its start to its last message's end. Its row in Postgres and those of its recipients are the whole state; this keeps
 * the work going through deaths of workers, sleeps until something is due, and shows operators how far it is.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  CampaignActivities,
  CampaignChange,
  CampaignInput,
  CampaignReport,
  CampaignStep,
  CampaignSteering,
  CampaignWork,
  SetRate,
} from './campaign-contract.ts';
import { taskQueues } from './contract.ts';
import { lazyTimer } from './lazy-timer.ts';

export const campaignChangedSignal = defineSignal('wake');
export const pauseUpdate = defineUpdate<string>('pause');
export const resumeUpdate = defineUpdate<string>('resume');
export const cancelUpdate = defineUpdate<string>('cancel');
export const setRateUpdate = defineUpdate<string, [SetRate]>('setRate');

const withSummary = (summary: string) =>
  proxyActivities<CampaignActivities>({
    taskQueue: taskQueues.campaign,
    startToCloseTimeout: '5 minutes',
    // After a kill the next worker goes on when this is over.
    heartbeatTimeout: '10 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
    summary,
  });
const steps: Record<CampaignStep, (work: CampaignWork) => Promise<CampaignReport>> = {
  look: withSummary('Look what is next').lookAtCampaign,
  prepare: withSummary('Count the audience').prepareCampaign,
  send: withSummary('Send for a minute').sendCampaignSlice,
  decide: withSummary('Decide the test').decideCampaignTest,
  clear: withSummary('Take back what has not been sent').clearCampaign,
};
const { changeCampaign } = proxyLocalActivities<CampaignSteering>({
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '30 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '5 seconds' },
});

export async function campaign(input: CampaignInput): Promise<string> {
  let hasNews = true;
  let wakeAtMs: number | null = null;
  const timer = lazyTimer(
    () => wakeAtMs,
    () => {
      hasNews = true;
    },
  );
  // A signal, because the dispatcher delivers at least once and waits for nobody; what changed stands in the row.
  setHandler(campaignChangedSignal, () => {
    hasNews = true;
  });
  // Updates, because the operator who gave the command is told whether it was possible.
  setHandler(pauseUpdate, () => change('pause'), { description: 'Sends nothing until it is resumed' });
  setHandler(resumeUpdate, () => change('resume'), { description: 'Goes on where it was paused' });
  setHandler(cancelUpdate, () => change('cancel'), {
    description: 'Ends it: who has not got it gets nothing',
  });
  setHandler(setRateUpdate, ({ ratePerSecond }) => change('setRate', ratePerSecond), {
    validator: refuseBadRate,
    description: 'Messages per second; null: as fast as the number may send',
  });

  let step: CampaignStep = 'look';
  for (;;) {
    hasNews = false;
    wakeAtMs = null;
    const { next, wakeAt, status, words } = await steps[step]({ ...input, now: new Date().toISOString() });
    setCurrentDetails(words);
    switch (next) {
      case 'end':
        await condition(allHandlersFinished);
        if (!hasNews) return status;
        step = 'look';
        break;
      case 'wait':
        wakeAtMs = wakeAt === null ? null : Date.parse(wakeAt);
        timer.arm();
        await condition(() => hasNews);
        step = 'look';
        break;
      default:
        step = next;
    }
    if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof campaign>(input);
    }
  }

  /** @returns the campaign's status from then on */
  async function change(
    action: CampaignChange['action'],
    ratePerSecond: number | null = null,
  ): Promise<string> {
    const result = await changeCampaign({ ...input, action, ratePerSecond });
    if (!result.accepted) throw ApplicationFailure.nonRetryable(refusalOf(result.status), result.code);
    hasNews = true;
    return result.status;
  }
}

function refusalOf(status: string | null): string {
  return status === null ? 'There is no such campaign.' : `A campaign that is ${status} can't do that.`;
}

function refuseBadRate(rate: SetRate): void {
  const ratePerSecond: unknown = rate?.ratePerSecond;
  if (ratePerSecond === null) return;
  if (Number.isInteger(ratePerSecond) && Number(ratePerSecond) >= 1 && Number(ratePerSecond) <= 1_000) return;
  throw ApplicationFailure.nonRetryable(
    'A rate is a whole number of messages per second from 1 to 1000, or null.',
    'bad_rate',
  );
}
