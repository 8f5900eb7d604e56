import type { FlowRun } from '../../core/api/schemas.ts';
import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { selectFlowRuns, toFlowRun, type FlowRunRow } from '../rows/flow-runs.ts';

export const listFlowRuns = operation('listFlowRuns', {
  async handle({ tx, params: { org }, query }) {
    const { limit, flowId, contactId, status, version, paused, nodeId, error } = query;
    const after = decodeCursor(timeCursor, query.cursor);
    const rows = await tx<FlowRunRow[]>`
      ${selectFlowRuns(tx)}
      where r.org_id = ${org}
        ${flowId ? tx`and r.flow_id = ${flowId}` : tx``}
        ${contactId ? tx`and r.contact_id = ${contactId}` : tx``}
        ${status ? tx`and r.status = ${status}` : tx``}
        ${status && goesOn(status) ? tx`and r.ended_at is null` : tx``}
        ${nodeId ? tx`and (r.current_node_id = ${nodeId} or starts_with(r.current_node_id, ${`${nodeId}/`}))` : tx``}
        ${version ? tx`and fv.number = ${version}` : tx``}
        ${error ? tx`and r.status = 'needsAttention' and r.state -> 'wait' ->> 'code' = ${error}` : tx``}
        ${paused ? tx`and (r.paused_at is not null and r.ended_at is null) = ${paused === 'true'}` : tx``}
        ${after ? tx`and (r.started_at, r.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by r.started_at desc, r.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toFlowRun, (row) => [row.started_key, row.id]);
  },
});

/** Said in the query too, for the index of runs that go on. */
function goesOn(status: FlowRun['status']): boolean {
  return status === 'running' || status === 'waiting' || status === 'needsAttention';
}
