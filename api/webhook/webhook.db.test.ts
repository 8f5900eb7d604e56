import { createHmac, hash, randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { sealSecret, secretContext } from '../../platform/secrets/envelope.ts';
import { MASTER_KEY, WEBHOOK_APP } from '../testing/fixtures.ts';
import { createTestApi, startTestApi, type TestApi } from '../testing/test-api.ts';
import { MAX_BODY_BYTES } from './handler.ts';
import { WEBHOOK_CHANNEL } from '../../platform/deliveries.ts';
import { laneOf } from './route-delivery.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());
afterEach(() => api.database.sql`delete from private.webhook_events`);

const statuses = {
  entry: [{ id: '42', changes: [{ field: 'messages', value: { statuses: [{ id: 'wamid.1' }] } }] }],
};
const message = {
  object: 'whatsapp_business_account',
  entry: [
    { id: '800000000000001', changes: [{ field: 'messages', value: { messages: [{ id: 'wamid.1' }] } }] },
  ],
};

function sign(body: string | Buffer, secret: string = WEBHOOK_APP.appSecret): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

interface PostOptions {
  path?: string;
  signature?: string | null;
  url?: string;
}

function post(body: string | Buffer, options: PostOptions = {}): Promise<Response> {
  const { path = '', url = api.url, signature = sign(body) } = options;
  const headers = new Headers({ 'content-type': 'application/json' });
  if (signature !== null) headers.set('x-hub-signature-256', signature);
  return fetch(`${url}/webhooks/whatsapp${path}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
}

function storedEvents() {
  return api.database.sql<Record<string, unknown>[]>`
    select app_key, lane, priority, body, headers, sha256, state from private.webhook_events order by id`;
}

describe('a signed delivery', () => {
  it('is stored as it came and answered at once', async () => {
    // Meta escapes slashes and non-ASCII letters: the bytes must survive, not the meaning alone.
    const body = `{"entry":[{"id":"800000000000001","x":"\\u00e9\\/","changes":[]}]}`;
    const response = await post(body);
    expect([response.status, await response.text()]).toEqual([200, 'EVENT_RECEIVED']);
    const [event] = await storedEvents();
    expect(event).toMatchObject({
      app_key: WEBHOOK_APP.appKey,
      lane: laneOf('800000000000001'),
      priority: 1,
      state: 'pending',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': sign(body) },
    });
    expect(Buffer.from(event!.body as Uint8Array).toString()).toBe(body);
    expect(Buffer.from(event!.sha256 as Uint8Array)).toEqual(hash('sha256', body, 'buffer'));
  });

  it('may name its app in the path', async () => {
    expect((await post('{}', { path: `/${WEBHOOK_APP.appKey}` })).status).toBe(200);
    expect(await storedEvents()).toHaveLength(1);
  });

  it('goes to a lane by its account and to a priority by what it carries', async () => {
    for (const body of [
      message,
      statuses,
      { entry: [{ id: '42', changes: [{ field: 'account_update' }] }] },
    ]) {
      await post(JSON.stringify(body));
    }
    expect((await storedEvents()).map(({ lane, priority }) => [lane, priority])).toEqual([
      [laneOf('800000000000001'), 0],
      [laneOf('42'), 2],
      [laneOf('42'), 1],
    ]);
  });

  it.each(['not json', '', 'null', '[]', '{"entry":{}}', '{"entry":[{}]}', '\u0000'])(
    'is stored although it is %j',
    async (body) => {
      expect((await post(body)).status).toBe(200);
      expect(await storedEvents()).toMatchObject([{ lane: 0, priority: 1 }]);
    },
  );

  it('is stored every time it comes: the relay knows what it has seen', async () => {
    const body = JSON.stringify(message);
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await storedEvents()).toHaveLength(50);
  });

  it('keeps its own bytes when many are stored together', async () => {
    const bodies = Array.from({ length: 300 }, (_, n) => `{"n":${n},"pad":"${'é'.repeat((n * 37) % 500)}"}`);
    await Promise.all(bodies.map((body) => post(body)));
    const events = await storedEvents();
    expect(events.map(({ body }) => Buffer.from(body as Uint8Array).toString()).sort()).toEqual(
      [...bodies].sort(),
    );
    for (const { body, sha256, headers } of events as Record<string, Uint8Array>[]) {
      expect(Buffer.from(sha256!)).toEqual(hash('sha256', body!, 'buffer'));
      expect(headers).toMatchObject({ 'x-hub-signature-256': sign(Buffer.from(body!)) });
    }
  });

  it('wakes the relay after it is committed', async () => {
    const listener = postgres(api.database.apiUrl, { max: 1 });
    try {
      let seen = 0;
      const heard = new Promise<number>((resolve) => {
        void listener
          .listen(WEBHOOK_CHANNEL, () => {
            void storedEvents().then((events) => resolve((seen = events.length)));
          })
          .then(() => post(JSON.stringify(message)));
      });
      await heard;
      expect(seen).toBe(1);
    } finally {
      await listener.end();
    }
  });

  it('may be signed with the previous secret while it is being changed', async () => {
    const appKey = 'rotating';
    const seal = (secret: string) => sealSecret(MASTER_KEY, secretContext.appSecret(appKey), secret);
    await api.database.sql`
      insert into private.meta_apps (app_key, app_secret, previous_app_secret, verify_token)
      values (${appKey}, ${seal('new')}, ${seal('old')},
        ${sealSecret(MASTER_KEY, secretContext.verifyToken(appKey), 'token')})`;
    const path = `/${appKey}`;
    expect((await post('{}', { path, signature: sign('{}', 'new') })).status).toBe(200);
    expect((await post('{}', { path, signature: sign('{}', 'old') })).status).toBe(200);
    expect((await post('{}', { path, signature: sign('{}', 'older') })).status).toBe(401);
  });
});

describe('a delivery that is refused', () => {
  afterEach(async () => expect(await storedEvents()).toEqual([]));

  it.each([
    ['no signature', null],
    ['an empty signature', ''],
    ['a signature of other bytes', sign('{} ')],
    ['a signature with another secret', sign('{}', 'guess')],
    ['the older SHA-1 form', 'sha1=0000000000000000000000000000000000000000'],
  ])('has %s: 401', async (_, signature) => {
    expect((await post('{}', { signature })).status).toBe(401);
  });

  it('is for an app we don’t know: 404', async () => {
    for (const path of ['/nobody', '/%2e%2e', '/a/b', `/${'x'.repeat(100)}`]) {
      expect((await post('{}', { path })).status).toBe(404);
    }
  });

  it('is larger than 3 MB: 413, whether it says so or not', async () => {
    const tooLarge = Buffer.alloc(MAX_BODY_BYTES + 1, ' ');
    expect((await post(tooLarge)).status).toBe(413);
    const chunked = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(tooLarge));
        controller.close();
      },
    });
    const init = {
      method: 'POST',
      body: chunked,
      headers: { 'x-hub-signature-256': sign(tooLarge) },
      duplex: 'half',
    };
    expect((await fetch(`${api.url}/webhooks/whatsapp`, init as RequestInit)).status).toBe(413);
  });

  it('uses another method: 405', async () => {
    expect((await fetch(`${api.url}/webhooks/whatsapp`, { method: 'PUT' })).status).toBe(405);
  });

  it('is counted', async () => {
    const count = async () => {
      const text = await (await fetch(api.metricsUrl)).text();
      return Number(/parley_webhooks_total\{outcome="bad_signature"\} (\d+)/.exec(text)?.[1]);
    };
    const before = await count();
    await post('{}', { signature: null });
    expect(await count()).toBe(before + 1);
  });
});

it('takes a delivery of exactly 3 MB', async () => {
  const body = JSON.stringify({ entry: [], pad: '' }).replace('""', `"${'x'.repeat(MAX_BODY_BYTES - 21)}"`);
  expect(Buffer.byteLength(body)).toBe(MAX_BODY_BYTES);
  expect((await post(body)).status).toBe(200);
});

describe('when Postgres can’t take it', () => {
  it('answers 503 at once while nothing listens there', async () => {
    const running = await startTestApi('postgres://nobody@127.0.0.1:9/none');
    try {
      expect((await post('{}', { url: running.url })).status).toBe(503);
      expect((await fetch(`${running.url}/readyz`)).status).toBe(503);
      expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    } finally {
      await running.stop();
    }
  });

  it('answers 503 within six seconds when Postgres hangs, and takes deliveries again when it is back', async () => {
    const proxy = await startProxy(new URL(api.database.apiUrl));
    const running = await startTestApi(proxy.url);
    try {
      expect((await post('{}', { url: running.url })).status).toBe(200);
      proxy.pause();
      const startedAt = performance.now();
      expect((await post('{}', { url: running.url })).status).toBe(503);
      expect(performance.now() - startedAt).toBeLessThan(6_000);
      proxy.resume();
      await expect
        .poll(async () => (await post('{}', { url: running.url })).status, { timeout: 10_000 })
        .toBe(200);
    } finally {
      await running.stop();
      await proxy.close();
    }
  });
});

describe('the handshake', () => {
  const ask = (query: Record<string, string>, path = '') =>
    fetch(`${api.url}/webhooks/whatsapp${path}?${new URLSearchParams(query)}`);
  const right = {
    'hub.mode': 'subscribe',
    'hub.verify_token': WEBHOOK_APP.verifyToken,
    'hub.challenge': '1158201444',
  };

  it('returns the challenge to who knows the token', async () => {
    const response = await ask(right, `/${WEBHOOK_APP.appKey}`);
    expect([response.status, await response.text()]).toEqual([200, '1158201444']);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  it('refuses a wrong token, a missing one and an unknown app', async () => {
    expect((await ask({ ...right, 'hub.verify_token': randomUUID() })).status).toBe(403);
    expect((await ask({})).status).toBe(403);
    expect((await ask(right, '/nobody')).status).toBe(404);
  });
});

/** A wire to Postgres that can be held: bytes wait instead of going through. */
async function startProxy(target: URL) {
  const sockets = new Set<Socket>();
  let isPaused = false;
  const { connect } = await import('node:net');
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.on('data', (chunk) => void (isPaused || upstream.write(chunk)));
    upstream.on('data', (chunk) => void (isPaused || client.write(chunk)));
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    pause: () => void (isPaused = true),
    /** What was swallowed is gone, so the old connections are cut. */
    resume() {
      isPaused = false;
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
