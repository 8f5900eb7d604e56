import { json } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { findOrganization } from '../rows/organizations.ts';

export const updateOrganization = operation('updateOrganization', {
  async handle({ tx, params: { org }, body: { name, timeZone, businessHours, campaignApproval } }) {
    const changes = [
      name !== undefined && tx`name = ${name}`,
      timeZone !== undefined && tx`time_zone = ${timeZone}`,
      businessHours !== undefined &&
        tx`business_hours = ${businessHours === null ? null : json(tx, businessHours)}`,
      campaignApproval !== undefined && tx`campaign_approval = ${campaignApproval}`,
    ].filter((change) => change !== false);
    if (changes.length > 0) {
      const assignments = changes.flatMap((change, i) => (i === 0 ? change : tx`, ${change}`));
      await tx`update public.organizations set ${assignments} where id = ${org}`;
    }
    return findOrganization(tx, org);
  },
});
