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
    const counted = rows.slice(0, limit).filter((row) => row.prepared_at !== null);
    const counts = await campaignCountsOf(
      tx,
      counted.map(({ id }) => id),
    );
    return toPage(
      rows,
      limit,
      (row) => toCampaignSummary(row, counts.get(row.id) ?? null),
      (row) => [row.created_key, row.id],
    );
  },
});
