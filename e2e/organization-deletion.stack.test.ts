/** An organisation is deleted while much of it goes on and the worker is down. */
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { workflowIds } from '../workflows/contract.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { exportContacts, storedFiles, uploadContacts } from './contact-files.ts';
import { person } from './person.ts';
import { temporalClient } from './temporal-client.ts';

/** The organisation's workflows that go on. */
const RUNNING = `OrgId = '${demo.orgId}' AND ExecutionStatus = 'Running'`;

let stack: Stack;
let api: ApiClient;
let client: Client;

beforeAll(async () => {
  stack = await startStack({ supabase: true });
  api = apiClient(stack);
  client = await temporalClient(stack);
});
afterAll(() => stack?.stop());

it('takes its files and its workflows with it, though the worker dies before it can do anything', async () => {
  const flowId = await api.publish('Waits', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'begin' }] }),
      byHand: sampleNode('manual-trigger', 0, 0, {}),
      tell: sampleNode('send-text', 0, 0, { text: 'Wait' }),
      wait: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 20 * 86_400_000 }),
      end: sampleNode('exit', 0, 0, { outcome: 'completed', reason: 'Done' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'tell'],
      ['byHand', 'next', 'wait'],
      ['tell', 'sent', 'wait'],
      ['wait', 'next', 'end'],
    ]),
  });
  const ada = person(stack, '15557790002', 'Ada');
  await ada.says('begin');
  await ada.gets('Wait');
  await uploadContacts(stack, 'Phone,Name\n+15557790002,Ada\n');
  await exportContacts(stack, api);
  const job = await pausedJob(flowId);
  expect(await storedFiles(stack)).toHaveLength(2);
  const running = ['exportContacts', 'flowJob', 'flowRun', 'importContacts'];
  await stack.waitFor(async () => {
    const types = await runningTypes();
    return running.every((type) => types.has(type));
  });
  // What is cut off in the middle comes again only after its heartbeat's time.
  await stack.waitFor(isEverythingAtRest);

  await stack.kill('worker');
  await deleteOrganization();
  await stack.start('worker');

  await stack.waitFor(async () => (await storedFiles(stack)).length === 0);
  await stack.waitFor(
    async () => (await stack.sql`select 1 from organizations where id = ${demo.orgId}`).length === 0,
  );
  // A window holds ids only and ends by itself within its day.
  const others = async () => [...(await runningTypes())].filter((type) => type !== 'conversationWindow');
  await expect.poll(others, { timeout: 60_000 }).toEqual([]);
  expect(await client.workflow.getHandle(workflowIds.flowJob(demo.orgId, job)).result()).toBe('gone');
  const [entry] = await stack.sql`
    select workflow_id as "workflowId" from audit_log where subject = 'organization' and action = 'deleted'`;
  expect(entry).toEqual({ workflowId: workflowIds.organizationPurge(demo.orgId) });
});

async function runningTypes(): Promise<Set<string>> {
  const types = new Set<string>();
  for await (const { type } of client.workflow.list({ query: RUNNING })) types.add(type);
  return types;
}

/** No workflow is in a task or waits for an activity. */
async function isEverythingAtRest(): Promise<boolean> {
  for await (const { workflowId } of client.workflow.list({ query: RUNNING })) {
    const { raw } = await client.workflow.getHandle(workflowId).describe();
    if (raw.pendingWorkflowTask || raw.pendingActivities?.length) return false;
  }
  return true;
}

/** A job that was paused before the worker saw it, and whose workflow sleeps for that. */
async function pausedJob(flowId: string): Promise<string> {
  await stack.kill('worker');
  const [contact] = await stack.sql<
    { id: string }[]
  >`select id from contacts where org_id = ${demo.orgId} limit 1`;
  const { body } = await api.post<{ id: string }>(`/flows/${flowId}/enrolments`, {
    contactIds: [contact!.id],
  });
  expect((await api.post(`/flow-jobs/${body.id}/pause`)).status).toBe(200);
  await stack.start('worker');
  return body.id;
}

async function deleteOrganization(): Promise<void> {
  const [org] = await stack.sql<{ name: string }[]>`select name from organizations where id = ${demo.orgId}`;
  const query = new URLSearchParams({ confirm: org!.name });
  const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}?${query}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${await stack.token()}` },
  });
  expect(response.status, await response.text()).toBe(200);
}
