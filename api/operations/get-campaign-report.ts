import type { CampaignReport } from '../../core/api/campaigns.ts';
import { exclusions, type Exclusion, type RecipientResult } from '../../core/campaigns/recipients.ts';
import {
  chargedCategory,
  inCents,
  listPrice,
  RATES_CURRENCY,
  type PricedMessage,
} from '../../core/campaigns/rates.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import {
  addCounts,
  failureColumn,
  messageOf,
  noCounts,
  resultColumn,
  type CountedResult,
} from '../rows/campaign-counts.ts';
import { campaignVariants } from '../rows/campaigns.ts';

export const getCampaignReport = operation('getCampaignReport', {
  async handle({ tx, params: { org, campaign } }) {
    const variants = await campaignVariants(tx, org, campaign);
    const outcomes = await outcomesOf(tx, org, campaign);
    const counts = noCounts();
    for (const outcome of outcomes) addCounts(counts, outcome);
    return {
      counts,
      excluded: excludedOf(outcomes),
      failures: await failuresOf(tx, org, campaign),
      variants: variants.map((key) => variantOf(key, outcomes)),
      cost: await costOf(tx, org, campaign),
    };
  },
});

interface Outcome extends CountedResult {
  reason: Exclusion | null;
  variant: string | null;
}

function outcomesOf(tx: Tx, org: string, campaign: string): Promise<Outcome[]> {
  return tx<Outcome[]>`
    select ${resultColumn(tx)} as result, r.reason, r.variant, count(*)::int as count, count(r.replied_at)::int as replied
    from public.campaign_recipients r ${messageOf(tx)}
    where r.org_id = ${org} and r.campaign_id = ${campaign} group by 1, 2, 3`;
}

function failuresOf(tx: Tx, org: string, campaign: string): Promise<CampaignReport['failures']> {
  return tx<CampaignReport['failures']>`
    select ${failureColumn(tx)} as code, coalesce(min(m.error_title), min(m.error_code), 'unknown') as title, count(*)::int as count,
      bool_or(r.state in ('pending', 'claimed')) as "willRetry"
    from public.campaign_recipients r ${messageOf(tx)}
    where r.org_id = ${org} and r.campaign_id = ${campaign} and m.status = 'failed' and r.state not in ('excluded', 'cancelled')
    group by 1 order by 3 desc, 1`;
}

/** Of everything that was delivered, whatever became of the recipient since: Meta charges by message. */
async function costOf(tx: Tx, org: string, campaign: string): Promise<CampaignReport['cost']> {
  const rows = await tx<(PricedMessage & { country: string | null; count: number })[]>`
    select m.pricing, m.purpose, c.country, count(*)::int as count
    from public.messages m left join public.contacts c on c.id = m.contact_id and c.org_id = ${org}
    where m.org_id = ${org} and m.campaign_id = ${campaign} and m.status in ('delivered', 'read', 'played')
    group by 1, 2, 3`;
  const priced = rows.filter(({ pricing }) => pricing !== null);
  if (priced.length === 0) return null;
  const amount = priced.reduce((total, { country, count, ...message }) => {
    const category = chargedCategory(message);
    return category === null ? total : total + count * listPrice(country, category);
  }, 0);
  return { currency: RATES_CURRENCY, amount: inCents(amount) };
}

function excludedOf(outcomes: readonly Outcome[]): CampaignReport['excluded'] {
  return (Object.keys(exclusions) as Exclusion[]).flatMap((reason) => {
    const count = sum(
      outcomes.filter((outcome) => outcome.result === 'excluded' && outcome.reason === reason),
    );
    return count === 0 ? [] : { reason, count };
  });
}

function variantOf(key: string, outcomes: readonly Outcome[]): CampaignReport['variants'][number] {
  const its = outcomes.filter(({ variant }) => variant === key);
  const of = (...results: RecipientResult[]) => sum(its.filter(({ result }) => results.includes(result)));
  return {
    key,
    sent: of('sent', 'delivered', 'read'),
    delivered: of('delivered', 'read'),
    read: of('read'),
    replied: its.reduce((total, { replied }) => total + replied, 0),
    failed: of('failed'),
  };
}

function sum(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((total, { count }) => total + count, 0);
}
