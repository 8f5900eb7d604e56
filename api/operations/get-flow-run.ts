import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { selectFlowRuns, toFlowRun, type FlowRunRow } from '../rows/flow-runs.ts';

export const getFlowRun = operation('getFlowRun', {
  async handle({ tx, params: { org, run } }) {
    const [row] = await tx<FlowRunRow[]>`${selectFlowRuns(tx)} where r.org_id = ${org} and r.id = ${run}`;
    if (!row) throw new ApiError('not_found');
    return toFlowRun(row);
  },
});
