import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { flowJobColumns, toFlowJob, type FlowJobRow } from '../rows/flow-jobs.ts';

export const listFlowJobs = operation('listFlowJobs', {
  async handle({ tx, params: { org }, query }) {
    const { limit, flowId, status } = query;
    const after = decodeCursor(timeCursor, query.cursor);
    const rows = await tx<FlowJobRow[]>`
      select ${flowJobColumns(tx)} from public.flow_jobs j where j.org_id = ${org}
        ${flowId ? tx`and j.flow_id = ${flowId}` : tx``}
        ${status ? tx`and j.status = ${status}` : tx``}
        ${after ? tx`and (j.created_at, j.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by j.created_at desc, j.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toFlowJob, (row) => [row.created_key, row.id]);
  },
});
