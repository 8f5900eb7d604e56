/** Calls on a real Postgres against real servers on loopback; Temporal's repeating is played by the test. */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFixtures, createMessage, MASTER_KEY, type Fixtures } from '../../api/testing/fixtures.ts';
import { MAX_RESPONSE_BYTES, type AiCall, type CallRequest, type HttpCall } from '../../core/flow/calls.ts';
import { createDatabase, type TestDatabase } from '../../local/testing/database.ts';
import { startFakeModel, type FakeModel } from '../../platform/ai/testing/fake-model.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createHttpClient } from '../../platform/http/client.ts';
import { startLocalServer, type LocalServer } from '../../platform/http/testing/local-server.ts';
import { createLogger } from '../../platform/log.ts';
import { sealSecret, secretContext } from '../../platform/secrets/envelope.ts';
import type { CallActivities } from '../../workflows/contract.ts';
import { createCallActivity } from './call-activity.ts';

let database: TestDatabase;
let fixtures: Fixtures;
let sql: Sql;
let server: LocalServer;
let model: FakeModel;
let activity: CallActivities;
let runId: string;
let ordinal = 0;

beforeAll(async () => {
  [database, server, model] = await Promise.all([createDatabase(), startLocalServer(), startFakeModel()]);
  fixtures = await createFixtures(database.sql);
  sql = createPool(database.workerUrl, { max: 4, applicationName: 'calls test' });
  const http = createHttpClient({ allowedPrivateHosts: [server.host, model.host] });
  activity = createCallActivity({ sql, http, masterKey: MASTER_KEY, log: createLogger('test', 'silent') });
  runId = await createRun();
  await setSecret('crm', 'sk-hidden');
});
afterAll(async () => {
  await Promise.all([sql?.end({ timeout: 1 }), server?.stop(), model?.stop()]);
  await database?.drop();
});
beforeEach(() => {
  server.seen.length = 0;
  model.seen.length = 0;
});

describe('an HTTP request', () => {
  it('stores the answer once, with secrets and an idempotency key in its headers', async () => {
    server.answer((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"a\\u0000b","n":[1]}'),
    );
    const headers = [
      { name: 'Authorization', value: 'Bearer ', secret: 'crm' },
      { name: 'Idempotency-Key', value: 'mine', secret: null },
    ];
    const call = await queue(http({ method: 'POST', headers, body: '{"a":1}' }));
    expect(await run(call)).toEqual({ status: 'done' });
    expect(await run(call)).toEqual({ status: 'done' });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ method: 'POST', body: '{"a":1}' });
    expect(server.seen[0]!.headers).toMatchObject({
      authorization: 'Bearer sk-hidden',
      'idempotency-key': `${runId}/${call}`,
    });
    const row = await stored(call);
    expect(row).toMatchObject({ status: 'done', attempt: 1 });
    expect(row.result).toEqual({ outcome: 'response', status: 200, body: { id: 'a\ufffdb', n: [1] } });
    expect(row.doneAt).toBeInstanceOf(Date);
    expect(JSON.stringify(row)).not.toContain('hidden');
  });

  it('is tried again after 429 when the server says so, then succeeds', async () => {
    let first = true;
    server.answer((response) => {
      response.writeHead(first ? 429 : 200, first ? { 'retry-after': '9' } : {}).end('{}');
      first = false;
    });
    const call = await queue(http({ attempts: 3 }));
    const failure = await deferred(call);
    expect(Number(failure.nextRetryDelay)).toBe(9_000);
    expect(await stored(call)).toMatchObject({ status: 'queued', attempt: 1, result: null });
    expect(await run(call)).toEqual({ status: 'done' });
    expect(await stored(call)).toMatchObject({ attempt: 2, result: { status: 200 } });
  });

  it('keeps the last 500 when all attempts met one', async () => {
    server.answer((response) => response.writeHead(500).end('oops'));
    const call = await queue(http({ attempts: 2 }));
    await deferred(call);
    expect(await run(call)).toEqual({ status: 'done' });
    expect((await stored(call)).result).toEqual({ outcome: 'response', status: 500, body: 'oops' });
    expect(server.seen).toHaveLength(2);
  });

  it('does not repeat what a repetition can’t change', async () => {
    for (const status of [400, 401, 404, 422]) {
      server.answer((response) => response.writeHead(status).end('no'));
      const call = await queue(http({ attempts: 5 }));
      expect(await run(call)).toEqual({ status: 'done' });
      expect((await stored(call)).result).toMatchObject({ status });
    }
    const refused = await queue(http({ url: 'http://169.254.169.254/latest', attempts: 5 }));
    expect(await run(refused)).toEqual({ status: 'failed' });
    expect((await stored(refused)).result).toMatchObject({
      outcome: 'failed',
      error: { code: 'call_address_refused' },
    });
  });

  it('fails after its time-outs', async () => {
    server.answer(() => {});
    const call = await queue(http({ timeoutMs: 100, attempts: 2 }));
    await deferred(call);
    expect(await run(call)).toEqual({ status: 'failed' });
    expect((await stored(call)).result).toMatchObject({ error: { code: 'call_timeout' } });
  });

  it('keeps the beginning of a long text, and fails on JSON that is too long', async () => {
    server.answer((response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(MAX_RESPONSE_BYTES + 1)),
    );
    const text = await queue(http());
    await run(text);
    expect((await stored(text)).result).toEqual({
      outcome: 'response',
      status: 200,
      body: 'x'.repeat(MAX_RESPONSE_BYTES),
    });
    server.answer((response) =>
      response
        .writeHead(200, { 'content-type': 'application/vnd.api+json' })
        .end(JSON.stringify('x'.repeat(MAX_RESPONSE_BYTES))),
    );
    const json = await queue(http());
    expect(await run(json)).toEqual({ status: 'failed' });
    expect((await stored(json)).result).toMatchObject({ error: { code: 'call_response_too_large' } });
  });

  it('keeps any answer that Postgres could choke on', async () => {
    const bodies = [
      '['.repeat(100_000),
      '{"__proto__":{"a":"\\ud800"}}',
      'not json \u0000',
      '',
      '"\\u0000"',
      '1e999',
      'null',
    ];
    for (const body of bodies) {
      server.answer((response) => response.end(body));
      const call = await queue(http());
      expect(await run(call)).toEqual({ status: 'done' });
    }
  });

  it('fails without its secret, or with one that can’t be opened', async () => {
    const withSecret = (secret: string) => http({ headers: [{ name: 'x-key', value: '', secret }] });
    const missing = await queue(withSecret('nobody'));
    expect(await run(missing)).toEqual({ status: 'failed' });
    await database.sql`
      insert into private.org_secrets (org_id, name, envelope)
      select org_id, 'moved', envelope from private.org_secrets where name = 'crm'`;
    const moved = await queue(withSecret('moved'));
    expect(await run(moved)).toEqual({ status: 'failed' });
    expect((await stored(moved)).result).toMatchObject({ error: { code: 'call_secret_missing' } });
    const theirs = await queue(withSecret('theirs'));
    await setSecret('theirs', 'not ours', fixtures.theirs.id);
    await run(theirs);
    expect((await stored(theirs)).result).toMatchObject({ error: { code: 'call_secret_missing' } });
    expect(server.seen).toHaveLength(0);
  });
});

describe('a crash', () => {
  it('in the middle of an attempt is one more attempt', async () => {
    server.answer((response) => response.end('{}'));
    const call = await queue(http({ attempts: 2 }));
    await database.sql`update private.flow_calls set status = 'running', attempt = 1 where ordinal = ${call}`;
    expect(await run(call)).toEqual({ status: 'done' });
    expect(await stored(call)).toMatchObject({ attempt: 2 });
  });

  it('in the last one fails the call without a request', async () => {
    const call = await queue(http({ attempts: 1 }));
    await database.sql`update private.flow_calls set status = 'running', attempt = 1 where ordinal = ${call}`;
    expect(await run(call)).toEqual({ status: 'failed' });
    expect((await stored(call)).result).toMatchObject({ error: { code: 'call_failed' } });
    expect(server.seen).toHaveLength(0);
  });

  it('that leaves two copies running keeps the result of the later one', async () => {
    const waiting: (() => void)[] = [];
    server.answer((response) => {
      const n = waiting.push(() => response.end(String(n)));
    });
    const call = await queue(http({ attempts: 2 }));
    const copies = [run(call), run(call)];
    await expect.poll(() => waiting.length).toBe(2);
    waiting.forEach((answer) => answer());
    expect(await Promise.all(copies)).toContainEqual({ status: 'done' });
    expect(await stored(call)).toMatchObject({ status: 'done', attempt: 2 });
  });

  it('of the run leaves nothing to do', async () => {
    expect(await activity.call({ runId: randomUUID(), ordinal: 1, now: new Date().toISOString() })).toEqual({
      status: 'gone',
    });
  });
});

describe('a question to a model', () => {
  it('brings the conversation along, without the prompt twice', async () => {
    const { ours } = fixtures;
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000);
    await createMessage(database.sql, ours, ours, { text: 'Do you have size 42?', createdAt: at(60) });
    model.answers({ kind: 'text', text: 'We do.' });
    const call = await queue(ai({ prompt: 'Do you have size 42?', secret: 'crm', historyMessages: 5 }));
    expect(await run(call)).toEqual({ status: 'done' });
    expect((await stored(call)).result).toEqual({ outcome: 'answer', text: 'We do.', fields: {} });
    expect(model.seen[0]!.headers.authorization).toBe('Bearer sk-hidden');
    expect(model.seen[0]!.body.messages).toEqual([
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hello' },
      { role: 'user', content: 'Do you have size 42?' },
    ]);
  });

  it('fails when the answer has the wrong shape twice', async () => {
    model.answers({ kind: 'json', value: { size: 'big' } }, { kind: 'text', text: 'I am sorry' });
    const fields = [{ name: 'size', type: 'number' as const, description: '', options: [] }];
    const call = await queue(ai({ output: { kind: 'fields', fields }, attempts: 2 }));
    await deferred(call);
    expect(await run(call)).toEqual({ status: 'failed' });
    expect((await stored(call)).result).toMatchObject({ error: { code: 'ai_unusable_answer' } });
  });

  it('keeps words that Postgres could choke on', async () => {
    model.answers({ kind: 'text', text: 'a\u0000b \ud800' });
    const call = await queue(ai());
    expect(await run(call)).toEqual({ status: 'done' });
    expect((await stored(call)).result).toMatchObject({ text: 'a\ufffdb \ufffd' });
  });

  it('fails at once on a refusal', async () => {
    model.answers({ kind: 'refusal', text: 'No.' });
    const call = await queue(ai({ attempts: 5 }));
    expect(await run(call)).toEqual({ status: 'failed' });
    expect((await stored(call)).result).toMatchObject({ error: { code: 'ai_refused' } });
  });
});

const http = (change: Partial<HttpCall> = {}): HttpCall => ({
  kind: 'http',
  method: 'GET',
  url: `${server.url}/thing`,
  headers: [],
  body: null,
  timeoutMs: 2_000,
  attempts: 1,
  ...change,
});

const ai = (change: Partial<AiCall> = {}): AiCall => ({
  kind: 'ai',
  baseUrl: model.baseUrl,
  secret: null,
  model: 'fake',
  instructions: 'Be kind.',
  prompt: 'Hi',
  historyMessages: 0,
  output: { kind: 'text' },
  maxOutputTokens: 100,
  temperature: null,
  timeoutMs: 2_000,
  attempts: 1,
  ...change,
});

async function queue(request: CallRequest): Promise<number> {
  ordinal += 1;
  await database.sql`
    insert into private.flow_calls (run_id, ordinal, org_id, node_id, request)
    values (${runId}, ${ordinal}, ${fixtures.ours.id}, 'n', ${database.sql.json(request as never)})`;
  return ordinal;
}

function run(call: number) {
  return activity.call({ runId, ordinal: call, now: new Date().toISOString() });
}

/** The failure that makes Temporal wait; it tells nobody what was asked. */
async function deferred(call: number): Promise<ApplicationFailure> {
  const failure = await run(call).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ type: 'CallDeferred', nonRetryable: false, category: 'BENIGN' });
  expect((failure as Error).message).toMatch(/^Attempt \d of \d failed; again in \d+ ms$/);
  return failure as ApplicationFailure;
}

async function stored(call: number) {
  const [row] = await database.sql<
    { status: string; attempt: number; result: unknown; doneAt: Date | null }[]
  >`
    select status, attempt, result, done_at as "doneAt" from private.flow_calls where run_id = ${runId} and ordinal = ${call}`;
  return row!;
}

async function setSecret(name: string, value: string, orgId = fixtures.ours.id): Promise<void> {
  await database.sql`
    insert into private.org_secrets (org_id, name, envelope)
    values (${orgId}, ${name}, ${sealSecret(MASTER_KEY, secretContext.orgSecret(orgId, name), value)})`;
}

async function createRun(): Promise<string> {
  const { id, contactId, conversationId } = fixtures.ours;
  const [flow, version, run] = [randomUUID(), randomUUID(), randomUUID()];
  await database.sql`insert into public.flows (id, org_id, name, draft, draft_hash) values (${flow}, ${id}, 'F', '{}', 'x')`;
  await database.sql`
    insert into public.flow_versions (id, org_id, flow_id, number, doc, hash) values (${version}, ${id}, ${flow}, 1, '{}', 'x')`;
  await database.sql`
    insert into public.flow_runs (id, org_id, flow_id, flow_version_id, contact_id, conversation_id, trigger_node_id, state, workflow_id)
    values (${run}, ${id}, ${flow}, ${version}, ${contactId}, ${conversationId}, 'n', '{}', ${run})`;
  return run;
}
