/** A customer's server is told what happens: signed, at least once, whoever dies in between. */
import type { Client } from '@temporalio/client';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WebhookDelivery, WebhookEndpointWithSecret } from '../core/api/webhooks.ts';
import { webhookPayloads, type WebhookPayload } from '../core/api/webhook-events.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import {
  startLocalServer,
  type LocalServer,
  type SeenRequest,
} from '../platform/http/testing/local-server.ts';
import { demo } from '../platform/seed/demo.ts';
import { workflowIds } from '../workflows/contract.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { person } from './person.ts';
import { temporalClient } from './temporal-client.ts';
import { readHistory } from './workflow-history.ts';

const WORDS = 'Do you have it in turquoise?';

let stack: Stack;
let api: ApiClient;
let client: Client;
let server: LocalServer;
let endpoint: WebhookEndpointWithSecret;

beforeAll(async () => {
  server = await startLocalServer();
  const env = { HTTP_ALLOWED_PRIVATE_HOSTS: server.host };
  stack = await startStack({ env: { api: env, worker: env } });
  api = apiClient(stack);
  client = await temporalClient(stack);
  const made = await api.post<WebhookEndpointWithSecret>('/webhook-endpoints', {
    url: `${server.url}/parley`,
    events: ['message.received', 'message.status', 'contact.created', 'flow_run.ended'],
  });
  expect(made.status).toBe(201);
  endpoint = made.body;
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  await server?.stop();
});
beforeEach(() => {
  server.seen.length = 0;
});

describe('a customer’s server', () => {
  it('that fails twice is told in the end, signed each time, with the same id', async () => {
    let failures = 2;
    server.answer((response, { body }) => {
      const fails = typeOf(body) === 'message.received' && failures > 0;
      if (fails) failures -= 1;
      response.writeHead(fails ? 503 : 200).end('an answer that nobody keeps');
    });
    await person(stack, '15550204001', 'Quilla Featherstone').says(WORDS);
    const told = await taken('message.received');
    expect(told.data).toMatchObject({ message: { text: WORDS }, contact: { phone: '15550204001' } });
    const sent = server.seen.filter(({ body }) => body.includes('"message.received"'));
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([told.id]));
    const { body } = await api.get<{ log: { status: number; error: string | null }[] }>(
      `/webhook-endpoints/${endpoint.id}/deliveries/${told.id}`,
    );
    expect(body.log.map(({ status, error }) => [status, error])).toEqual([
      [503, 'http_status'],
      [503, 'http_status'],
      [200, null],
    ]);
    await readHistory(
      client.workflow.getHandle(workflowIds.deliverWebhooks(demo.orgId, endpoint.id)),
      'deliver-webhooks.v1',
    );
  });

  it('is told of everything that happened while no worker was alive, or when one died with an event in its hands', async () => {
    const held: (() => void)[] = [];
    server.answer((response) => void held.push(() => response.writeHead(200).end()));
    await person(stack, '15550204002', 'Second Person').says('Is anybody there?');
    await stack.waitFor(() => held.length > 0);
    await stack.kill('worker');
    server.answer((response) => response.writeHead(200).end());
    await person(stack, '15550204003', 'Third Person').says('And now?');
    await stack.start('worker');
    await stack.waitFor(
      async () => {
        const pending = await list('pending');
        const texts = server.seen.map(({ body }) => body).join();
        return pending.length === 0 && texts.includes('Is anybody there?') && texts.includes('And now?');
      },
      { timeoutMs: 60_000 },
    );
    for (const request of server.seen) open(request);
  });

  it('is told nothing while it is disabled', async () => {
    server.answer((response) => response.writeHead(200).end());
    await stack.waitFor(async () => (await list('pending')).length === 0);
    await change({ enabled: false });
    expect((await api.post(`/webhook-endpoints/${endpoint.id}/test`)).status).toBe(409);
    server.seen.length = 0;
    await person(stack, '15550204004', 'Fourth Person').says('Nobody hears this');
    await stack.waitFor(async () => {
      const [row] = await stack.sql`select 1 from messages where text = 'Nobody hears this'`;
      return row;
    });
    await change({ enabled: true });
    await api.post(`/webhook-endpoints/${endpoint.id}/test`);
    await taken('endpoint.test');
    expect(server.seen.map(({ body }) => typeOf(body))).toEqual(['endpoint.test']);
  });

  it('is known to Temporal by ids alone', async () => {
    const id = workflowIds.deliverWebhooks(demo.orgId, endpoint.id);
    await stack.waitFor(
      async () => (await client.workflow.getHandle(id).describe()).status.name === 'COMPLETED',
    );
    for await (const { runId } of client.workflow.list({ query: `WorkflowId = '${id}'` })) {
      const history = await readHistory(client.workflow.getHandle(id, runId));
      expect(history).not.toMatch(/whsec_|turquoise|1555020400|Quilla|127\.0\.0\.1/);
    }
    expect(await stack.logOf('worker')).not.toMatch(/whsec_|turquoise|1555020400|Quilla/);
  });
});

const typeOf = (body: string) => (JSON.parse(body) as WebhookPayload).type;

/** The first event of this kind that the server has taken. */
async function taken(type: WebhookPayload['type']): Promise<WebhookPayload> {
  const { id } = await stack.waitFor(async () => (await list('delivered')).find((one) => one.type === type), {
    timeoutMs: 40_000,
  });
  return open(server.seen.findLast(({ headers }) => headers['webhook-id'] === id)!);
}

/** Verifies as a customer does, and holds the payload against the contract. */
function open({ headers, body }: SeenRequest): WebhookPayload {
  const payload = new Webhook(endpoint.secret).verify(
    body,
    headers as Record<string, string>,
  ) as WebhookPayload;
  webhookPayloads[payload.type].parse(payload);
  return payload;
}

async function list(status: WebhookDelivery['status']): Promise<WebhookDelivery[]> {
  const { body } = await api.get<{ items: WebhookDelivery[] }>(
    `/webhook-endpoints/${endpoint.id}/deliveries?status=${status}`,
  );
  return body.items;
}

async function change(body: object): Promise<void> {
  const token = await stack.token();
  const response = await fetch(`${stack.urls.api}/v1/orgs/${demo.orgId}/webhook-endpoints/${endpoint.id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}
