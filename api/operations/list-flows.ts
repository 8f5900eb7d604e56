import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { judgeDrafts } from '../flows/judge-draft.ts';
import { loadSurroundings } from '../flows/surroundings.ts';
import { operation } from '../operation.ts';
import { countRuns, flowColumns, toFlowSummary, type FlowRow } from '../rows/flows.ts';

export const listFlows = operation('listFlows', {
  async handle({ tx, params: { org }, query }) {
    const after = decodeCursor(timeCursor, query.cursor);
    const [rows, around] = await Promise.all([
      tx<FlowRow[]>`
        select ${flowColumns(tx)}
        from public.flows f
        where f.org_id = ${org}
          ${query.status ? tx`and f.status = ${query.status}` : tx`and f.status <> 'archived'`}
          ${after ? tx`and (f.updated_at, f.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
        order by f.updated_at desc, f.id desc limit ${query.limit + 1}`,
      loadSurroundings(tx, org),
    ]);
    const ids = rows.map(({ id }) => id);
    const [runs, judgements] = await Promise.all([
      countRuns(tx, org, ids),
      judgeDrafts(tx, org, rows, around),
    ]);
    return toPage(
      rows,
      query.limit,
      (row) => toFlowSummary(row, runs.get(row.id), judgements.get(row.id)!),
      (row) => [row.updated_key, row.id],
    );
  },
});
