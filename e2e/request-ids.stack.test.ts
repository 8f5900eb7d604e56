/** Which API request it was, as operators find it in Temporal. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { DEMO } from '../local/demo.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { workflowIds } from '../workflows/contract.ts';
import { apiClient } from './api-client.ts';
import { temporalClient } from './temporal-client.ts';

let stack: Stack;
let client: Client;
let flowId: string;
let contactId: string;

beforeAll(async () => {
  stack = await startStack();
  client = await temporalClient(stack);
  flowId = await apiClient(stack).publish('Long wait', {
    nodes: {
      byHand: sampleNode('manual-trigger', 0, 0, {}),
      paid: sampleNode('event-trigger', 0, 0, { name: 'order.paid', filters: [] }),
      wait: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 86_400_000 }),
      end: sampleNode('exit', 0, 0, { outcome: 'completed', reason: 'Done' }),
    },
    edges: edgesFrom([
      ['byHand', 'next', 'wait'],
      ['paid', 'next', 'wait'],
      ['wait', 'next', 'end'],
    ]),
  });
  const [contact] = await stack.sql`select id from contacts where org_id = ${demo.orgId} order by id limit 1`;
  contactId = contact!.id as string;
});
afterAll(() => stack?.stop());

describe('the id of a request', () => {
  it('is in the memo of the workflow that its event starts, and in the update that it makes', async () => {
    await post(`/contacts/${contactId}/events`, { name: 'order.paid' }, 'trace-event');
    const workflowId = await runOf(contactId);
    expect(await memoOf(workflowId)).toEqual({ requestId: 'trace-event' });

    await post(`/flow-runs/${workflowId.split('/')[2]}/pause`, undefined, 'trace-pause');
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    const update = events?.find((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
    expect(inputOf(update)).toContain('"requestId":"trace-pause"');
  });

  it('is in the memo of the job that it asks for', async () => {
    const job = await post(`/flows/${flowId}/enrolments`, { contactIds: [contactId] }, 'trace-job');
    await stack.waitFor(async () => (await memoOf(job.workflowId as string))?.requestId === 'trace-job');
  });

  it('is in the memo of work on a file, and leads by its workflow to what the worker says of that', async () => {
    // Without Storage the work fails.
    const { id } = await post('/exports', { all: true }, 'trace-export');
    const workflowId = workflowIds.exportContacts(demo.orgId, id as string);
    await stack.waitFor(async () => (await memoOf(workflowId))?.requestId === 'trace-export');
    const said = await stack.waitFor(async () => {
      const lines = (await stack.lastLines(1_000))
        .split('\n')
        .filter((line) => line.includes('"name":"worker"'));
      return lines.some((line) => line.includes(`"workflowId":"${workflowId}"`)) ? lines : null;
    });
    expect(said.find((line) => line.includes('"requestId":"trace-export"'))).toContain(
      `"key":"${id as string}"`,
    );
  });

  function inputOf(event: unknown): string {
    const { workflowExecutionUpdateAcceptedEventAttributes: accepted } = event as Record<
      string,
      { acceptedRequest?: { input?: { args?: { payloads?: { data?: Uint8Array }[] } } } }
    >;
    const payloads = accepted?.acceptedRequest?.input?.args?.payloads ?? [];
    return payloads.map(({ data }) => Buffer.from(data ?? []).toString('utf8')).join();
  }
});

async function post(
  path: string,
  body: object | undefined,
  requestId: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${DEMO.apiKey}`,
      'x-request-id': requestId,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  expect(response.status, text).toBeLessThan(300);
  return JSON.parse(text) as Record<string, unknown>;
}

async function runOf(contact: string): Promise<string> {
  let workflowId = '';
  await stack.waitFor(async () => {
    const [run] = await stack.sql<{ id: string }[]>`
      select workflow_id as id from flow_runs where contact_id = ${contact} and status = 'waiting'`;
    workflowId = run?.id ?? '';
    return workflowId !== '';
  });
  return workflowId;
}

async function memoOf(workflowId: string): Promise<Record<string, unknown> | undefined> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).memo;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
