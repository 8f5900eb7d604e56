/** Runs of flows, and commands to one run. */
import { z } from 'zod';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

export const flowRunsOperations = {
  listFlowRuns: {
    method: 'get',
    path: `${orgPath}/flow-runs`,
    summary: 'Runs, newest first',
    access: 'flows:read',
    params: org,
    query: list({
      flowId: s.id.optional(),
      contactId: s.id.optional(),
      status: s.flowRun.shape.status.optional(),
      version: z.coerce.number().int().min(1).optional(),
      paused: z.enum(['true', 'false']).optional(),
      nodeId: z.string().max(200).optional().describe('The step where the run stands'),
      error: z.string().max(100).optional().describe('Code of the fault for which it needs attention'),
    }),
    response: s.page(s.flowRun),
  },
  getFlowRun: {
    method: 'get',
    path: `${orgPath}/flow-runs/{run}`,
    summary: 'One run',
    access: 'flows:read',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  pauseFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/pause`,
    summary: 'Stop a run where it is; what arrives meanwhile is kept',
    access: 'runs:write',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  resumeFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/resume`,
    summary: 'Let a paused run go on',
    access: 'runs:write',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  exitFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/exit`,
    summary: 'End a run',
    access: 'runs:write',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  retryFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/retry`,
    summary: 'Try the failed step again; 409 `run_not_waiting` when no step failed',
    access: 'runs:write',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  skipFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/skip`,
    summary: 'Go on behind the failed step; 409 `run_not_waiting` when no step failed',
    access: 'runs:write',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  listFlowRunSteps: {
    method: 'get',
    path: `${orgPath}/flow-runs/{run}/steps`,
    summary: 'The way a run took, oldest first',
    access: 'flows:read',
    params: inOrg({ run: s.id }),
    query: list({}),
    response: s.page(s.flowRunStep),
  },
} as const satisfies OperationGroup;
