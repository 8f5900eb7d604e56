/** What nobody may read in a log or in Temporal: tokens, secrets, keys and words, while sends and calls succeed and fail. */
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';
import { DEMO } from '../local/demo.ts';
import { TEST_MASTER_KEY } from '../local/testing/provided.ts';
import { startStack, type Stack } from '../local/testing/stack.ts';
import { startLocalServer, type LocalServer } from '../platform/http/testing/local-server.ts';
import { sealSecret, secretContext } from '../platform/secrets/envelope.ts';
import { apiClient, type ApiClient } from './api-client.ts';
import { person, type Person } from './person.ts';
import { temporalClient } from './temporal-client.ts';
import { readCurrentDetails, readDescription, readHistory } from './workflow-history.ts';

const ACCOUNT = '277000000000002';
const NUMBER = '177000000000002';
const TOKEN = 'EAAG-token-that-nobody-may-read';
const WRONG_TOKEN = 'EAAG-token-that-Meta-refuses';
const APP_SECRET = 'app-secret-that-nobody-may-read';
const KEY = 'key-of-a-service-that-nobody-may-read';
const MODEL_KEY = 'key-of-a-model-that-nobody-may-read';
const NAME = 'Zephyrine Quillfeather';
const QUESTION = 'Where is my turquoise parcel?';
const ANSWER = 'It waits in Hartenberg';
const AGENTS_WORDS = 'An agent found your parcel';
const HELD_WORDS = 'Nobody gets this before there is a token';
const PEOPLE = ['15557770001', '15557770002', '15557770003', '15557770004'] as const;

let stack: Stack;
let api: ApiClient;
let client: Client;
let service: LocalServer;
let answerStatus = 200;
let userToken: string;

beforeAll(async () => {
  service = await startLocalServer();
  // It repeats the secret that it is given, in header and body, as bad services do.
  service.answer((response, { headers }) => {
    const given = headers.authorization ?? '';
    response.writeHead(answerStatus, { 'content-type': 'application/json', 'x-given': given });
    response.end(JSON.stringify({ city: 'Hartenberg', given }));
  });
  const everything = { LOG_LEVEL: 'trace' };
  stack = await startStack({
    env: {
      api: everything,
      worker: { ...everything, HTTP_ALLOWED_PRIVATE_HOSTS: service.host },
      simulator: {
        ...{ SIM_ACCESS_TOKEN: TOKEN, SIM_APP_SECRET: APP_SECRET, SIM_WABA_ID: ACCOUNT },
        ...{ SIM_PHONE_NUMBER_ID: NUMBER, SIM_DISPLAY_PHONE_NUMBER: '+1 555 077 0002' },
      },
    },
  });
  await stack.sql`
    update private.meta_apps set app_secret = ${sealSecret(TEST_MASTER_KEY, secretContext.appSecret(DEMO.appKey), APP_SECRET)}`;
  api = apiClient(stack);
  client = await temporalClient(stack);
  userToken = await stack.token(DEMO.users[1]);
  await publishFlow();
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  await service?.stop();
});

describe('while an account is connected and used', () => {
  it('takes a token and secrets', async () => {
    const refused = await api.post('/wabas', { metaWabaId: ACCOUNT, accessToken: WRONG_TOKEN });
    expect([refused.status, refused.body.code]).toEqual([422, 'token_refused']);
    expect((await api.post('/wabas', { metaWabaId: ACCOUNT, accessToken: TOKEN })).status).toBe(201);
    expect((await api.put('/secrets/service', { value: KEY })).status).toBe(200);
    expect((await api.put('/secrets/model', { value: MODEL_KEY })).status).toBe(200);
    // What isn't understood is not repeated either.
    expect((await api.post('/wabas', { metaWabaId: ACCOUNT, token: TOKEN })).status).toBe(422);
    expect((await api.put('/secrets/service', { value: `${KEY}\n${KEY}` })).status).toBe(422);
  });

  it('calls a service with a secret and sends what it answers, also after WhatsApp failed once', async () => {
    const ada = writer(PEOPLE[0]);
    await stack.simulator.addFault({
      ...{ match: { to: ada.number }, times: 1 },
      action: { error: { status: 500, code: 131000 } },
    });
    await ada.says(QUESTION);
    await ada.gets(ANSWER);
  });

  it('goes on when the service fails, and doesn’t know what became of a message', async () => {
    answerStatus = 401;
    const bo = writer(PEOPLE[1]);
    await bo.says(QUESTION);
    await bo.gets('Nobody knows');
    await stack.simulator.addFault({ match: { to: bo.number }, times: 1, action: { dropBefore: true } });
    await agentWrites(bo, 'unknown');
  });

  it('tries a service again that is down, and fails', async () => {
    answerStatus = 500;
    const cy = writer(PEOPLE[2]);
    await cy.says(QUESTION);
    await cy.gets('Nobody knows');
    await agentWrites(cy, 'sent');
  });

  it('holds messages when Meta refuses the token', async () => {
    answerStatus = 200;
    const di = writer(PEOPLE[3]);
    await stack.simulator.addFault({
      match: { to: di.number },
      action: { error: { status: 401, code: 190 } },
    });
    await di.says('hold');
    await stack.waitFor(async () => {
      const [row] = await stack.sql`select from messages where text = ${HELD_WORDS} and error_code = '190'`;
      return row;
    });
  });
});

describe('nobody reads secrets or words', () => {
  const secrets = () => [
    ...[TOKEN, WRONG_TOKEN, APP_SECRET, KEY, MODEL_KEY, TEST_MASTER_KEY, DEMO.apiKey, userToken],
    ...[DEMO.appSecret, DEMO.accessToken],
    ...[NAME, QUESTION, ANSWER, AGENTS_WORDS, HELD_WORDS, 'Nobody knows', ...PEOPLE],
  ];

  it.each(['api', 'worker'] as const)('in any line that the %s logs', async (part) => {
    const log = await stack.logOf(part);
    // It is the whole log, of what was done above.
    const done = {
      api: ['"connectWaba"', '"setSecret"'],
      worker: ['"msg":"call"', 'outcome of a send is unknown'],
    };
    for (const words of done[part]) expect(log).toContain(words);
    for (const secret of secrets()) expect(log).not.toContain(secret);
  });

  it('in anything that Temporal keeps of any workflow', async () => {
    const types = new Set<string>();
    // What Temporal lists comes some moments later.
    await stack.waitFor(async () => (await client.workflow.count(`WorkflowType = 'flowRun'`)).count >= 4);
    for await (const { workflowId, runId, type } of client.workflow.list()) {
      types.add(type);
      const handle = client.workflow.getHandle(workflowId, runId);
      const kept = [
        await readHistory(handle),
        await readDescription(handle),
        await readCurrentDetails(handle),
      ].join('\n');
      expect(kept).toContain(workflowId);
      for (const secret of secrets()) expect(kept, type).not.toContain(secret);
    }
    expect([...types]).toEqual(
      expect.arrayContaining(['flowRun', 'conversationWindow', 'conversationOutbox']),
    );
  });
});

function writer(number: string): Person {
  return person(stack, number, NAME);
}

async function agentWrites({ number }: Person, status: string): Promise<void> {
  const [conversation] = await stack.sql<{ id: string; org_id: string }[]>`
    select v.id, v.org_id from conversations v join contact_identities i on i.contact_id = v.contact_id
    where i.kind = 'wa_id' and i.value = ${number}`;
  const answer = await fetch(
    `${stack.urls.api}/v1/orgs/${conversation!.org_id}/conversations/${conversation!.id}/messages`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${userToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: AGENTS_WORDS }),
    },
  );
  expect(answer.status).toBe(202);
  await stack.waitFor(async () => {
    const [row] = await stack.sql<{ status: string }[]>`
      select status from messages where conversation_id = ${conversation!.id} and source = 'agent'`;
    return row!.status === status || (status === 'sent' && ['delivered', 'read'].includes(row!.status));
  });
}

async function publishFlow(): Promise<void> {
  await api.put('/secrets/service', { value: 'a first value' });
  await api.publish('Asks a service', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'contains', text: 'turquoise' }] }),
      call: sampleNode('http-request', 0, 0, {
        ...{ method: 'POST' as const, url: `${service.url}/`, query: [] },
        headers: [{ name: 'authorization', value: 'Bearer ', secret: 'service' }],
        body: { kind: 'json', template: '{"name":"{{ contact.name }}"}' },
        ...{ timeoutMs: 5_000, attempts: 2 },
        response: [{ path: 'city', variable: 'city', type: 'text' }],
      }),
      tell: sampleNode('send-text', 0, 0, { text: 'It waits in {{ answers.city }}' }),
      sorry: sampleNode('send-text', 0, 0, { text: 'Nobody knows' }),
    },
    edges: edgesFrom([
      ['start', 'next', 'call'],
      ['call', 'success', 'tell'],
      ['call', 'error', 'sorry'],
      ['call', 'timeout', 'sorry'],
    ]),
    variables: { city: { type: 'text' } },
  });
  await api.publish('Is held', {
    nodes: {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hold' }] }),
      tell: sampleNode('send-text', 0, 0, { text: HELD_WORDS }),
    },
    edges: edgesFrom([['start', 'next', 'tell']]),
  });
}
