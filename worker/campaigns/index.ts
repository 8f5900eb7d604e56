/** Campaigns' activities, telling Temporal that they are at work. */
import { cancellationSignal } from '@temporalio/activity';
import type { CampaignActivities, CampaignStep } from '../../workflows/campaign-contract.ts';
import { whileBeating } from '../activities/heartbeats.ts';
import { laterOf } from '../activities/send.ts';
import type { WorkerContext } from '../context.ts';
import type { Gate } from '../gate/gate.ts';
import { clockFrom } from './campaign.ts';
import { workOnCampaign } from './work-on-campaign.ts';

export function createCampaignActivities(
  // What a crash of the database loses is found undone by the next look; the gate's claim commits all that was before it.
  { lazySql: sql }: WorkerContext,
  gate: Gate,
  stopping: AbortSignal,
): CampaignActivities {
  const activity =
    (step: CampaignStep): CampaignActivities['lookAtCampaign'] =>
    ({ now, ...input }) => {
      const signal = AbortSignal.any([stopping, cancellationSignal()]);
      const clock = clockFrom(laterOf(now));
      return whileBeating(() => workOnCampaign(sql, input, step, { clock, gate, signal }));
    };
  return {
    lookAtCampaign: activity('look'),
    prepareCampaign: activity('prepare'),
    sendCampaignSlice: activity('send'),
    decideCampaignTest: activity('decide'),
    clearCampaign: activity('clear'),
  };
}
