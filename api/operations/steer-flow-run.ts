/** The five commands to one run. */
import { randomUUID } from 'node:crypto';
import type { FlowRun } from '../../core/api/schemas.ts';
import type { SteerAction } from '../../workflows/contract.ts';
import { operation, type Call } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { selectFlowRuns, toFlowRun, type FlowRunRow } from '../rows/flow-runs.ts';

type SteerCall = Pick<Call<'pauseFlowRun'>, 'tx' | 'params' | 'idempotencyKey' | 'runControl' | 'requestId'>;

const steerBy =
  (action: SteerAction) =>
  async ({
    tx,
    params: { org, run },
    idempotencyKey,
    runControl,
    requestId,
  }: SteerCall): Promise<FlowRun> => {
    const find = async () => {
      const [row] = await tx<FlowRunRow[]>`${selectFlowRuns(tx)} where r.org_id = ${org} and r.id = ${run}`;
      if (!row) throw new ApiError('not_found');
      return row;
    };
    const { ended_at: endedAt, workflow_id: workflowId } = await find();
    if (endedAt !== null) throw new ApiError('run_ended');
    await runControl.steer({ workflowId, action, key: idempotencyKey ?? randomUUID(), requestId });
    return toFlowRun(await find());
  };

export const pauseFlowRun = operation('pauseFlowRun', { handle: steerBy('pause') });
export const resumeFlowRun = operation('resumeFlowRun', { handle: steerBy('resume') });
export const exitFlowRun = operation('exitFlowRun', { handle: steerBy('exit') });
export const retryFlowRun = operation('retryFlowRun', { handle: steerBy('retryNode') });
export const skipFlowRun = operation('skipFlowRun', { handle: steerBy('skipNode') });
