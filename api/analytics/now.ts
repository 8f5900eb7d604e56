import type { AnalyticsOverview } from '../../core/api/analytics.ts';
import type { Tx } from '../../platform/db/pool.ts';

/** Runs that need attention are those of all numbers, whichever is asked for. */
export async function countNow(
  tx: Tx,
  org: string,
  phoneNumberId: string | null,
): Promise<AnalyticsOverview['now']> {
  const ofNumber = phoneNumberId ? tx`and c.phone_number_id = ${phoneNumberId}` : tx``;
  const [row] = await tx<AnalyticsOverview['now'][]>`
    select
      (select count(*) from public.conversations c
        where c.org_id = ${org} and c.status = 'open' ${ofNumber})::int as open,
      (select count(*) from public.conversations c
        where c.org_id = ${org} and c.status = 'open' and c.assignee_id is null ${ofNumber})::int as unassigned,
      (select count(*) from public.flow_runs r
        where r.org_id = ${org} and r.status = 'needsAttention')::int as "needAttention"`;
  return row!;
}
