/** What became of the people of a campaign: always from `campaign_recipients` and their messages, which have the last word. */
import type { CampaignCounts } from '../../core/api/campaigns.ts';
import type { RecipientResult } from '../../core/campaigns/recipients.ts';
import type { Tx } from '../../platform/db/pool.ts';

/** The newest message of a recipient `r`, as `m`. It is of the same campaign, which says where all of them stand together. */
export function messageOf(tx: Tx) {
  return tx`
    left join public.messages m
      on m.org_id = r.org_id and m.campaign_id = r.campaign_id and m.id = r.message_id`;
}

/** `resultOf` of core/campaigns/recipients.ts, for a query in which the recipient is `r` and its message, if any, `m`. */
export function resultColumn(tx: Tx) {
  return tx`
    case when r.state in ('excluded', 'cancelled', 'pending') then r.state
      when m.status in ('failed', 'unknown', 'delivered', 'read') then m.status
      when m.status = 'played' then 'read'
      when m.status in ('sent', 'held') then 'sent'
      else 'sending' end`;
}

/** The same as a condition, in words by which Postgres finds the few among the many. */
export function resultIs(tx: Tx, result: RecipientResult) {
  switch (result) {
    case 'excluded':
    case 'cancelled':
    case 'pending':
      return tx`r.state = ${result}`;
    case 'sending':
      return tx`${resultColumn(tx)} = 'sending'`;
    case 'sent':
      return tx`r.state in ('claimed', 'sent') and m.status in ('sent', 'held')`;
    case 'read':
      return tx`r.state in ('claimed', 'sent') and m.status in ('read', 'played')`;
    case 'delivered':
    case 'failed':
    case 'unknown':
      return tx`r.state in ('claimed', 'sent') and m.status = ${result}`;
  }
}

/** Code of the last message's failure to somebody who is still in it: also of one that is tried again. For the same query. */
export function failureColumn(tx: Tx) {
  return tx`
    case when m.status = 'failed' and r.state not in ('excluded', 'cancelled') then coalesce(m.error_code, 'unknown') end`;
}

export interface CountedResult {
  result: RecipientResult;
  count: number;
  replied: number;
}

/** By campaign; one that nobody was counted for has zeros. */
export async function campaignCountsOf(
  tx: Tx,
  org: string,
  ids: readonly string[],
): Promise<Map<string, CampaignCounts>> {
  const rows = await tx<(CountedResult & { campaign_id: string })[]>`
    select r.campaign_id, ${resultColumn(tx)} as result, count(*)::int as count, count(r.replied_at)::int as replied
    from public.campaign_recipients r ${messageOf(tx)} and m.campaign_id = any (${ids as string[]}::uuid[])
    where r.org_id = ${org} and r.campaign_id = any (${ids as string[]}::uuid[]) group by 1, 2`;
  const counts = new Map(ids.map((id) => [id, noCounts()]));
  for (const row of rows) addCounts(counts.get(row.campaign_id)!, row);
  return counts;
}

export function noCounts(): CampaignCounts {
  return {
    ...{ total: 0, excluded: 0, pending: 0, sending: 0, sent: 0, delivered: 0 },
    ...{ read: 0, failed: 0, unknown: 0, cancelled: 0, replied: 0 },
  };
}

export function addCounts(counts: CampaignCounts, { result, count, replied }: CountedResult): void {
  counts[result] += count;
  counts.total += count;
  counts.replied += replied;
}
