/** Table `organizations`. */
import type { Organization } from '../../core/api/organizations.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';

/** @throws ApiError not_found */
export async function findOrganization(tx: Tx, org: string): Promise<Organization> {
  const [row] = await tx<Organization[]>`
    select o.id, o.name, o.slug, o.time_zone as "timeZone", o.business_hours as "businessHours",
      o.campaign_approval as "campaignApproval", o.is_sample as "isSample"
    from public.organizations o where o.id = ${org}`;
  if (!row) throw new ApiError('not_found');
  return row;
}
