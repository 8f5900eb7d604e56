import { decodeCursor, numberCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { toFlowRunStep, type FlowRunStepRow } from '../rows/flow-run-steps.ts';

export const listFlowRunSteps = operation('listFlowRunSteps', {
  async handle({ tx, params: { org, run }, query }) {
    const after = decodeCursor(numberCursor, query.cursor);
    const [[found], rows] = await Promise.all([
      tx`select 1 from public.flow_runs where org_id = ${org} and id = ${run}`,
      tx<FlowRunStepRow[]>`
        select s.n, s.node_id, s.node_type, s.port, s.problem, s.message_ids, s.at
        from public.flow_run_steps s
        where s.org_id = ${org} and s.run_id = ${run} ${after ? tx`and s.n > ${after[0]}` : tx``}
        order by s.n limit ${query.limit + 1}`,
    ]);
    if (!found) throw new ApiError('not_found');
    return toPage(rows, query.limit, toFlowRunStep, (row) => [row.n]);
  },
});
