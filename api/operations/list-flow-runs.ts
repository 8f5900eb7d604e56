import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { selectFlowRuns, toFlowRun, type FlowRunRow } from '../rows/flow-runs.ts';

export const listFlowRuns = operation('listFlowRuns', {
  async handle({ tx, params: { org }, query }) {
    const { limit, flowId, contactId, status } = query;
    const after = decodeCursor(timeCursor, query.cursor);
    const rows = await tx<FlowRunRow[]>`
      ${selectFlowRuns(tx)}
      where r.org_id = ${org}
        ${flowId ? tx`and r.flow_id = ${flowId}` : tx``}
        ${contactId ? tx`and r.contact_id = ${contactId}` : tx``}
        ${status ? tx`and r.status = ${status}` : tx``}
        ${after ? tx`and (r.started_at, r.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by r.started_at desc, r.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toFlowRun, (row) => [row.started_key, row.id]);
  },
});
