/** The night on which old things go. `PARLEY_RECORD=1` writes the history that CI replays. */
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { person } from './person.ts';
import { readHistory } from './workflow-history.ts';
import { temporalClient } from './temporal-client.ts';

let stack: Stack;
let api: ApiClient;
let client: Client;

beforeAll(async () => {
  stack = await startStack();
  api = apiClient(stack);
  client = await temporalClient(stack);
});
afterAll(() => stack?.stop());

it('is scheduled, does what the rules of an organisation say, and keeps no word of it', async () => {
  const ada = person(stack, '15557770001', 'Ada');
  await ada.says('hi');
  await ada.gets('Hi Ada!');
  await stack.sql`update messages set created_at = now() - interval '40 days' where direction = 'inbound'`;
  const rules = { messageContent: 30, deliveries: null, contactEvents: 60, runs: null, auditLog: 365 };
  expect((await api.put('/retention', { days: rules })).status).toBe(200);

  await client.schedule.getHandle('retention').trigger();
  const [text] = await stack.waitFor(async () => {
    const rows = await stack.sql<{ text: string | null }[]>`
      select text from messages where direction = 'inbound' and content ? 'removed'`;
    return rows.length > 0 ? rows : undefined;
  });
  expect(text).toEqual({ text: null });
  const [reply] =
    await stack.sql`select text from messages where direction = 'outbound' order by created_at limit 1`;
  expect(reply!.text).toContain('Hi Ada!');

  const passes = client.workflow.list({
    query: "WorkflowType = 'retention' AND ExecutionStatus = 'Completed'",
  });
  const { value: pass } = await stack.waitFor(async () => {
    const next = await passes[Symbol.asyncIterator]().next();
    return next.done ? undefined : next;
  });
  const handle = client.workflow.getHandle(pass.workflowId);
  expect(await handle.result()).toEqual({ auditLog: 0, contactEvents: 0, messageContent: 1 });
  const history = await readHistory(handle, 'retention.v2');
  for (const secret of ['Ada', '15557770001']) expect(history).not.toContain(secret);
  const shown = await api.get<{ enforcedAt: string | null }>('/retention');
  expect(shown.body.enforcedAt).not.toBeNull();
});
