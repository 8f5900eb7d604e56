import type { CampaignReport } from '../../core/api/campaigns.ts';
import { exclusions, type Exclusion, type RecipientResult } from '../../core/campaigns/recipients.ts';
import { inCents, listPrice, RATES_CURRENCY } from '../../core/campaigns/rates.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import {
  addCounts,
  failureColumn,
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
      failures: failuresOf(outcomes),
      variants: variants.map((key) => variantOf(key, outcomes)),
      cost: costOf(outcomes),
    };
  },
});

/** People who are alike in all that the report counts. */
interface Outcome extends CountedResult {
  reason: Exclusion | null;
  variant: string | null;
  code: string | null;
  title: string | null;
  will_retry: boolean;
  /** What Meta has said about the price of a message that was delivered: null nothing, `free`, or the category it charges. */
  charged: string | null;
  country: string | null;
}

async function outcomesOf(tx: Tx, org: string, campaign: string): Promise<Outcome[]> {
  return tx<Outcome[]>`
    select ${resultColumn(tx)} as result, r.reason, r.variant, ${failureColumn(tx)} as code, min(m.error_title) as title,
      bool_or(r.state in ('pending', 'claimed')) as will_retry,
      case when m.pricing is not null then
        case when m.delivered_at is null and m.read_at is null or m.pricing -> 'billable' = 'false'
          or m.pricing ->> 'type' like 'free%' then 'free' else coalesce(m.pricing ->> 'category', m.purpose) end end as charged,
      case when m.pricing is not null then c.country end as country, count(*)::int as count, count(r.replied_at)::int as replied
    from public.campaign_recipients r
      left join public.messages m on m.id = r.message_id
      left join public.contacts c on c.id = r.contact_id
    where r.org_id = ${org} and r.campaign_id = ${campaign}
    group by 1, 2, 3, 4, 7, 8`;
}

function excludedOf(outcomes: readonly Outcome[]): CampaignReport['excluded'] {
  return (Object.keys(exclusions) as Exclusion[]).flatMap((reason) => {
    const count = sum(
      outcomes.filter((outcome) => outcome.result === 'excluded' && outcome.reason === reason),
    );
    return count === 0 ? [] : { reason, count };
  });
}

function failuresOf(outcomes: readonly Outcome[]): CampaignReport['failures'] {
  const failures = new Map<string, CampaignReport['failures'][number]>();
  for (const { code, title, count, will_retry } of outcomes) {
    if (code === null) continue;
    const known = failures.get(code) ?? { code, title: title ?? code, count: 0, willRetry: false };
    failures.set(code, {
      ...known,
      ...{ count: known.count + count, willRetry: known.willRetry || will_retry },
    });
  }
  return [...failures.values()].sort(
    (left, right) => right.count - left.count || left.code.localeCompare(right.code),
  );
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

function costOf(outcomes: readonly Outcome[]): CampaignReport['cost'] {
  const priced = outcomes.filter(({ charged }) => charged !== null);
  if (priced.length === 0) return null;
  const amount = priced.reduce(
    (total, { charged, country, count }) =>
      charged === 'free' ? total : total + count * listPrice(country, charged!),
    0,
  );
  return { currency: RATES_CURRENCY, amount: inCents(amount) };
}

function sum(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((total, { count }) => total + count, 0);
}
