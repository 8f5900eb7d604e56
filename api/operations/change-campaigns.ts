/** Drafts of campaigns: once one is started, it is steered instead (`steer-campaign.ts`). */
import { randomUUID } from 'node:crypto';
import { newCampaignDoc } from '../../core/campaigns/document.ts';
import type { CampaignStatus } from '../../core/campaigns/statuses.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';
import { findCampaign } from '../rows/campaigns.ts';

export const createCampaign = operation('createCampaign', {
  async handle({ tx, params: { org }, body: { name, phoneNumberId = null, doc } }) {
    await checkNumber(tx, org, phoneNumberId);
    const id = randomUUID();
    await tx`
      insert into public.campaigns (id, org_id, name, phone_number_id, doc)
      values (${id}, ${org}, ${name}, ${phoneNumberId}, ${json(tx, doc ?? newCampaignDoc())})`;
    return findCampaign(tx, org, id);
  },
});

export const updateCampaign = operation('updateCampaign', {
  async handle({ tx, params: { org, campaign: id }, body: { name, phoneNumberId, doc } }) {
    if (phoneNumberId !== undefined) await checkNumber(tx, org, phoneNumberId);
    const changed = await tx`
      update public.campaigns set
        name = ${name === undefined ? tx`name` : name},
        phone_number_id = ${phoneNumberId === undefined ? tx`phone_number_id` : phoneNumberId},
        doc = ${doc === undefined ? tx`doc` : json(tx, doc)}
      where org_id = ${org} and id = ${id} and status = 'draft'`;
    if (changed.count === 0) throw await whyNotChanged(tx, org, id);
    return findCampaign(tx, org, id);
  },
});

export const deleteCampaign = operation('deleteCampaign', {
  async handle({ tx, params: { org, campaign: id } }) {
    const deleted = await tx`
      delete from public.campaigns where org_id = ${org} and id = ${id} and status = 'draft'`;
    if (deleted.count === 0) throw await whyNotChanged(tx, org, id);
    return { id };
  },
});

async function checkNumber(tx: Tx, org: string, id: string | null): Promise<void> {
  if (id === null) return;
  const [number] = await tx`select from public.phone_numbers where org_id = ${org} and id = ${id}`;
  if (!number) throw invalidField('phoneNumberId', 'is no number of this organisation');
}

/** Policies hide from a change what is no draft, or isn't the caller's to change. */
async function whyNotChanged(tx: Tx, org: string, id: string): Promise<ApiError> {
  const [campaign] = await tx<{ status: CampaignStatus }[]>`
    select g.status from public.campaigns g where g.org_id = ${org} and g.id = ${id}`;
  if (!campaign) return new ApiError('not_found');
  if (campaign.status === 'draft') return new ApiError('forbidden');
  return new ApiError('wrong_campaign_status', { detail: 'It was started: withdraw it to change it.' });
}
