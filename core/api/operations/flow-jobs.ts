/** Work on many runs in the background. */
import * as jobs from '../flow-jobs.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

function command<const Verb extends string>(verb: Verb, summary: string) {
  return {
    method: 'post',
    path: `${orgPath}/flow-jobs/{job}/${verb}`,
    summary,
    access: 'flows:write',
    params: inOrg({ job: s.id }),
    response: jobs.flowJob,
  } as const;
}

export const flowJobsOperations = {
  enrolContacts: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/enrolments`,
    summary: 'Enrol contacts in the background: a list, a tag, a segment, or all',
    access: 'flows:write',
    params: inOrg({ flow: s.id }),
    body: jobs.enrolBody,
    example: { all: true },
    status: 202,
    response: jobs.flowJob,
  },
  createFlowJob: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/jobs`,
    summary: 'End, retry, skip or move many runs in the background',
    access: 'flows:write',
    params: inOrg({ flow: s.id }),
    body: jobs.flowJobBody,
    example: { kind: 'exit' },
    status: 202,
    response: jobs.flowJob,
  },
  listFlowJobs: {
    method: 'get',
    path: `${orgPath}/flow-jobs`,
    summary: 'Jobs, newest first',
    access: 'flows:read',
    params: org,
    query: list({ flowId: s.id.optional(), status: jobs.flowJob.shape.status.optional() }),
    response: s.page(jobs.flowJob),
  },
  getFlowJob: {
    method: 'get',
    path: `${orgPath}/flow-jobs/{job}`,
    summary: 'One job',
    access: 'flows:read',
    params: inOrg({ job: s.id }),
    response: jobs.flowJob,
  },
  pauseFlowJob: command('pause', 'Stop a job between two slices of work'),
  resumeFlowJob: command('resume', 'Let a paused job go on'),
  cancelFlowJob: command('cancel', 'End a job; what it has done stays done'),
} as const satisfies OperationGroup;
