/** Runs of flows, and commands to one run. */
import { z } from 'zod';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

function command<const Verb extends string>(verb: Verb, summary: string) {
  return {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/${verb}`,
    summary,
    access: 'runs:write',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  } as const;
}

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
  pauseFlowRun: command('pause', 'Stop a run where it is; what arrives meanwhile is kept'),
  resumeFlowRun: command('resume', 'Let a paused run go on'),
  exitFlowRun: command('exit', 'End a run'),
  retryFlowRun: command('retry', 'Try the failed step again; 409 `run_not_waiting` when no step failed'),
  skipFlowRun: command('skip', 'Go on behind the failed step; 409 `run_not_waiting` when no step failed'),
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
