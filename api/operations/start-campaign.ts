import { startOf } from '../../core/campaigns/start.ts';
import { loadScene } from '../../platform/campaigns/scene.ts';
import { checkCampaign, type CheckedCampaign } from '../campaigns/check.ts';
import { refuseErrors } from '../campaigns/refuse.ts';
import { holdNamedThings } from '../named-things.ts';
import { operation } from '../operation.ts';
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
    await holdNamedThings(tx, org);
    const scene = await loadScene(tx, org, draft.phoneNumberId, now);
    refuseErrors(await checkCampaign(tx, org, draft, scene));
    return steerCampaign(tx, params, 'start', {
      startsAt: startOf(draft.doc.delivery, scene.timeZone, now),
    });
  },
});
