import { decodeCursor, numberCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { selectFlowVersions, toFlowVersion, type FlowVersionRow } from '../rows/flow-versions.ts';

export const listFlowVersions = operation('listFlowVersions', {
  async handle({ tx, params: { org, flow }, query }) {
    const after = decodeCursor(numberCursor, query.cursor);
    const [[found], rows] = await Promise.all([
      tx`select 1 from public.flows where org_id = ${org} and id = ${flow}`,
      tx<FlowVersionRow[]>`
        ${selectFlowVersions(tx, org, flow)} ${after ? tx`and v.number < ${after[0]}` : tx``}
        order by v.number desc limit ${query.limit + 1}`,
    ]);
    if (!found) throw new ApiError('not_found');
    return toPage(rows, query.limit, toFlowVersion, (row) => [row.number]);
  },
});
