/** A template's way: made through the API, reviewed by Meta, approved by its webhook, sent by a flow. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Template } from '../core/api/templates.ts';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { demo } from '../platform/seed/demo.ts';
import { workflowIds } from '../workflows/contract.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { person } from './person.ts';
import { temporalClient } from './temporal-client.ts';
import { readHistory } from './workflow-history.ts';

let stack: Stack;
let api: ApiClient;
beforeAll(async () => {
  stack = await startStack();
  api = apiClient(stack);
});
afterAll(() => stack?.stop());

const flow = {
  nodes: {
    start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'table' }] }),
    send: sampleNode('send-template', 0, 0, {
      ...{ name: 'table_ready', language: 'en_US', header: [], body: ['{{ contact.name }}'] },
    }),
  },
  edges: edgesFrom([['start', 'next', 'send']]),
};

async function template(): Promise<Template> {
  const { body } = await api.get<{ items: Template[] }>('/templates?search=table_ready');
  return body.items[0]!;
}

it('waits for Meta, is approved, is read from Meta, and is sent', async () => {
  await stack.simulator.settings({ templateReview: 'manual' });
  const made = await api.post<Template>('/templates', {
    ...{ wabaId: demo.wabaAccountId, name: 'table_ready', language: 'en_US', category: 'UTILITY' },
    components: [
      { type: 'BODY', text: 'Hi {{1}}, your table is ready.', example: { body_text: [['Maya']] } },
    ],
  });
  expect(made).toMatchObject({ status: 201, body: { status: 'PENDING' } });
  await expect(api.publish('Too early', flow)).rejects.toThrow('template-not-approved');

  await fetch(`${stack.urls.simulator}/_sim/templates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'table_ready', status: 'APPROVED', qualityScore: 'GREEN' }),
  });
  await stack.waitFor(async () => {
    const { status, quality } = await template();
    return status === 'APPROVED' && quality === 'GREEN';
  });

  await api.publish('Table', flow);
  const maya = person(stack, '15551230099', 'Maya');
  await maya.says('table');
  const message = await maya.gets('table_ready');
  expect(JSON.stringify(message.body)).toContain('Maya');
});

it('leaves a history of ids, and brings the samples what Meta calls them', async () => {
  await stack.waitFor(async () => {
    const [row] = await stack.sql`
      select count(*)::int as n from templates where meta_template_id is not null and org_id = ${demo.orgId}`;
    return row!.n >= 4;
  });
  const client = await temporalClient(stack);
  const handle = client.workflow.getHandle(workflowIds.syncTemplates(demo.orgId, demo.wabaAccountId));
  await handle.result();
  const text = await readHistory(handle, 'sync-templates.v5');
  expect(text).not.toContain('table_ready');
  expect(text).not.toContain(demo.accessToken);
});
