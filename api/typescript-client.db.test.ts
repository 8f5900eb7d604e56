/** The client that customers get, compiled as they get it, against the running API. */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Client from '../clients/typescript/src/index.ts';
import { createDatabase } from '../local/testing/database.ts';
import { createTestApi, type TestApi } from './testing/test-api.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'clients/typescript');

let api: TestApi;
let client: typeof Client;
let built: string;
let parley: ReturnType<typeof Client.createParley>;

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'parley-client-'));
  await copyFile(join(FOLDER, 'package.json'), join(built, 'package.json')); // says that these are modules
  execFileSync(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-p',
    FOLDER,
    '--outDir',
    built,
  ]);
  const entry = pathToFileURL(join(built, 'index.js')).href;
  client = (await import(/* @vite-ignore */ entry)) as typeof Client;
  api = await createTestApi(await createDatabase());
  parley = client.createParley({ baseUrl: api.url, token: api.ours.apiKey, retries: 0 });
}, 120_000);
afterAll(async () => {
  await api?.close();
  await rm(built, { recursive: true });
});

/** A fetch that notes what it sends. */
function noting(answers: (Response | Error)[] = []) {
  const sent: Request[] = [];
  const send: typeof fetch = async (input, init) => {
    sent.push((input as Request).clone());
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer ?? fetch(input, init);
  };
  return { send, sent };
}

const path = () => ({ org: api.ours.id });

describe('the TypeScript client', () => {
  it('calls operations by name', async () => {
    const { data: me } = await parley.getMe();
    expect(me.memberships[0]?.org.id).toBe(api.ours.id);
    const { data: contact } = await parley.createContact({
      path: path(),
      body: { phone: '+1 555 010 9001' },
    });
    expect(contact.phone).toBe('15550109001');
  });

  it('throws problem documents as errors with their code', async () => {
    const attempt = parley.createContact({ path: path(), body: { phone: api.ours.contactPhone } });
    const error = await attempt.then(
      () => null,
      (reason: unknown) => reason as Client.ParleyError,
    );
    expect(error).toBeInstanceOf(client.ParleyError);
    expect(error).toMatchObject({ status: 409, code: 'contact_exists' });
    expect(error!.problem?.contactId).toBe(api.ours.contactId);
    const invalid = parley.createContact({ path: path(), body: { phone: 'x' } });
    await expect(invalid).rejects.toMatchObject({ code: 'invalid_input', fields: [{ field: 'phone' }] });
    const gone = client.createParley({ baseUrl: 'http://127.0.0.1:9', token: 'pk_x', retries: 0 });
    await expect(gone.getMe()).rejects.toMatchObject({ status: 0, code: 'network_error' });
  });

  it('goes through all pages of a list', async () => {
    for (let i = 0; i < 5; i += 1) {
      await parley.createContact({ path: path(), body: { phone: `+1 555 010 91${i}0` } });
    }
    const phones: (string | null)[] = [];
    const contacts = client.itemsOf((page) =>
      parley.listContacts({ path: path(), query: { limit: 2, ...page } }),
    );
    for await (const { phone } of contacts) phones.push(phone);
    expect(phones.length).toBeGreaterThanOrEqual(6);
    expect(new Set(phones).size).toBe(phones.length);
  });

  it('has one effect when it must send a POST twice', async () => {
    const { send, sent } = noting();
    let isLost = true;
    // The first answer gets lost behind the server.
    const lossy: typeof fetch = async (input, init) => {
      const response = await send(input, init);
      if (!isLost) return response;
      isLost = false;
      throw new TypeError('fetch failed');
    };
    const retrying = client.createParley({
      baseUrl: api.url,
      token: api.ours.apiKey,
      retries: 1,
      fetch: lossy,
    });
    const { data, response } = await retrying.createContact({
      path: path(),
      body: { phone: '+1 555 010 9300' },
    });
    expect(response.headers.get('idempotency-replayed')).toBe('true');
    expect(data.phone).toBe('15550109300');
    const keys = sent.map((request) => request.headers.get('idempotency-key'));
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it('waits as long as it is told, and gives up when that is too long', async () => {
    const busy = (seconds: string) =>
      new Response('{}', { status: 429, headers: { 'retry-after': seconds } });
    const short = noting([busy('0')]);
    const options = { baseUrl: api.url, token: api.ours.apiKey };
    await client.createParley({ ...options, fetch: short.send }).getMe();
    expect(short.sent).toHaveLength(2);
    const long = noting([busy('3600')]);
    await expect(client.createParley({ ...options, fetch: long.send }).getMe()).rejects.toMatchObject({
      status: 429,
    });
    expect(long.sent).toHaveLength(1);
  });

  it('changes only what it has seen, when it says so', async () => {
    const { data: segment } = await parley.createSegment({
      path: path(),
      body: { name: 'All', rules: { kind: 'all', of: [{ kind: 'tag', op: 'has', value: 'vip' }] } },
    });
    const one = { ...path(), segment: segment.id };
    const { response } = await parley.getSegment({ path: one });
    const headers = { 'If-Match': response.headers.get('etag')! };
    await parley.updateSegment({ path: one, body: { name: 'First' }, headers });
    const second = parley.updateSegment({ path: one, body: { name: 'Second' }, headers });
    await expect(second).rejects.toMatchObject({ code: 'precondition_failed' });
  });
});

describe('verifyWebhook', () => {
  /** The example of the Standard Webhooks specification. */
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const body = '{"test": 2432232314}';
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  const now = new Date(1_614_265_330_000);

  it('reads what is signed with the secret, also beside the signature of another one', async () => {
    expect(await client.verifyWebhook(body, headers, secret, { now })).toEqual({ test: 2432232314 });
    const two = new Headers({
      ...headers,
      'webhook-signature': `v1,AAAA v2,x ${headers['webhook-signature']}`,
    });
    const bytes = new TextEncoder().encode(body);
    expect(await client.verifyWebhook(bytes, two, secret, { now })).toEqual({ test: 2432232314 });
  });

  it.each([
    ['another body', `${body} `, headers, secret, now, 'signature_wrong'],
    ['another id', body, { ...headers, 'webhook-id': 'msg' }, secret, now, 'signature_wrong'],
    ['another secret', body, headers, 'whsec_AAAA', now, 'signature_wrong'],
    ['no signature', body, { ...headers, 'webhook-signature': 'v1, v1,* x' }, secret, now, 'signature_wrong'],
    [
      'a header that is missing',
      body,
      { ...headers, 'webhook-id': undefined },
      secret,
      now,
      'headers_missing',
    ],
    ['a request sent again later', body, headers, secret, new Date(1_614_265_631_000), 'timestamp_off'],
    ['a request of the future', body, headers, secret, new Date(1_614_265_029_000), 'timestamp_off'],
    ['a time that is none', body, { ...headers, 'webhook-timestamp': 'x' }, secret, now, 'timestamp_off'],
    ['a secret that is none', body, headers, 'whsec_*', now, 'secret_malformed'],
  ])('refuses %s', async (_what, text, given, key, at, code) => {
    await expect(client.verifyWebhook(text, given, key, { now: at })).rejects.toMatchObject({ code });
  });
});
