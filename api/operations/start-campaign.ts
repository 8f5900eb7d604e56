import type { CampaignProblem } from '../../core/campaigns/problems.ts';
import { startOf } from '../../core/campaigns/start.ts';
import { loadScene } from '../../platform/campaigns/scene.ts';
import { checkCampaign, type CheckedCampaign } from '../campaigns/check.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { steerCampaign } from '../rows/campaigns.ts';

export const startCampaign = operation('startCampaign', {
  async handle({ tx, params }) {
    const { org, campaign } = params;
    const now = new Date();
    // Locked, so that what is started is what was checked. One that is no draft is refused by the database.
    const [draft] = await tx<CheckedCampaign[]>`
      select g.doc, g.phone_number_id as "phoneNumberId" from public.campaigns g
      where g.org_id = ${org} and g.id = ${campaign} and g.status = 'draft' for update`;
    if (!draft) return steerCampaign(tx, params, 'start');
    const scene = await loadScene(tx, org, draft.phoneNumberId, now);
    refuseErrors(await checkCampaign(tx, org, draft, scene));
    return steerCampaign(tx, params, 'start', {
      startsAt: startOf(draft.doc.delivery, scene.timeZone, now),
    });
  },
});

/** @throws ApiError campaign_has_errors; warnings don't block */
function refuseErrors(problems: CampaignProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new ApiError('campaign_has_errors', {
    detail: errors[0]?.message,
    errors: errors.map(({ field, message }) => ({ field, message })),
    campaignProblems: errors,
  });
}
