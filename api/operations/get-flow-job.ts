import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { flowJobColumns, toFlowJob, type FlowJobRow } from '../rows/flow-jobs.ts';

export const getFlowJob = operation('getFlowJob', {
  async handle({ tx, params: { org, job } }) {
    const [row] = await tx<FlowJobRow[]>`
      select ${flowJobColumns(tx)} from public.flow_jobs j where j.org_id = ${org} and j.id = ${job}`;
    if (!row) throw new ApiError('not_found');
    return toFlowJob(row);
  },
});
