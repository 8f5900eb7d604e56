import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { campaignCountsOf } from '../rows/campaign-counts.ts';
import { campaignSummaryColumns, toCampaignSummary, type CampaignSummaryRow } from '../rows/campaigns.ts';

export const listCampaigns = operation('listCampaigns', {
  async handle({ tx, params: { org }, query }) {
    const { limit, status, search } = query;
    const after = decodeCursor(timeCursor, query.cursor);
    const rows = await tx<CampaignSummaryRow[]>`
      select ${campaignSummaryColumns(tx)} from public.campaigns g where g.org_id = ${org}
        ${status ? tx`and g.status = ${status}` : tx``}
        ${search ? tx`and strpos(lower(g.name), lower(${search})) > 0` : tx``}
        ${after ? tx`and (g.created_at, g.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by g.created_at desc, g.id desc limit ${limit + 1}`;
    const counts = await campaignCountsOf(tx, org, countedAtOnce(rows.slice(0, limit)));
    return toPage(
      rows,
      limit,
      (row) => toCampaignSummary(row, counts.get(row.id) ?? null),
      (row) => [row.created_key, row.id],
    );
  },
});

/** People whose messages are looked at for one page, which takes about as many microseconds. */
const MAX_COUNTED = 100_000;

/** The newest of them whose numbers can be told at once, each whole: a campaign that is too large for that leaves room for others. */
function countedAtOnce(rows: readonly CampaignSummaryRow[]): string[] {
  let left = MAX_COUNTED;
  return rows.flatMap((row) => {
    const people = row.recipient_count ?? 0;
    if (row.prepared_at === null || people > left) return [];
    left -= people;
    return row.id;
  });
}
