/** Those who get it first: whether all have, and what the rest gets by what they did. */
import type { CampaignDoc } from '../../core/campaigns/document.ts';
import type { Sql } from '../../platform/db/pool.ts';
import type { Campaign } from './campaign.ts';

/** Those who wait for another try, a day later, are not waited for. */
export async function isTestUnderWay(sql: Sql, { id }: Campaign): Promise<boolean> {
  const [row] = await sql<{ isUnderWay: boolean }[]>`
    select exists (
      select from campaign_recipients r left join messages m on m.id = r.message_id
      where r.campaign_id = ${id} and r.is_test and (r.state = 'claimed' or (r.state = 'pending' and m.status is distinct from 'failed'))
    ) as "isUnderWay"`;
  return row!.isUnderWay;
}

export interface VariantResult {
  key: string;
  sent: number;
  read: number;
  replied: number;
}

/** @returns the best key; of several that are as good, and where nobody did anything, the first. Null: each goes on with its share. */
export function winnerOf(
  { variants, delivery }: CampaignDoc,
  results: readonly VariantResult[],
): string | null {
  const winner = delivery.test?.winner ?? 'none';
  if (winner === 'none') return null;
  const rateOf = (key: string) => {
    const result = results.find((one) => one.key === key);
    if (result === undefined || result.sent === 0) return 0;
    return (winner === 'reads' ? result.read : result.replied) / result.sent;
  };
  return variants.reduce((best, { key }) => (rateOf(key) > rateOf(best) ? key : best), variants[0]!.key);
}

export async function decideTest(sql: Sql, campaign: Campaign, now: Date): Promise<void> {
  const results = await sql<VariantResult[]>`
    select r.variant as key, count(*)::int as sent, count(*) filter (where m.status in ('read', 'played'))::int as read,
      count(*) filter (where r.replied_at is not null)::int as replied
    from campaign_recipients r join messages m on m.id = r.message_id
    where r.campaign_id = ${campaign.id} and r.is_test and r.state = 'sent' and m.status not in ('failed', 'unknown')
    group by r.variant`;
  await sql`
    update campaigns set test_decided_at = ${now}, winner = ${winnerOf(campaign.doc, results)}
    where id = ${campaign.id} and status = 'running' and test_decided_at is null`;
}
