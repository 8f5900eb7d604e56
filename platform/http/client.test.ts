import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_RESPONSE_BYTES } from '../../core/flow/calls.ts';
import { createHttpClient } from './client.ts';
import type { GuardedRequest } from './request.ts';
import { guardedFetch } from './fetch.ts';
import type { Resolve } from './target.ts';
import { startLocalServer, type LocalServer } from './testing/local-server.ts';

let server: LocalServer;
let other: LocalServer;
beforeAll(async () => {
  [server, other] = await Promise.all([startLocalServer(), startLocalServer()]);
});
afterAll(() => Promise.all([server.stop(), other.stop()]));
beforeEach(() => {
  for (const one of [server, other]) {
    one.seen.length = 0;
    one.answer((response) => response.end('ok'));
  }
});

const client = (resolve?: Resolve) =>
  createHttpClient({ allowedPrivateHosts: [server.host, other.host, `pinned.test:${server.port}`], resolve });
const get = (change: Partial<GuardedRequest> = {}): GuardedRequest => ({
  method: 'GET',
  url: `${server.url}/`,
  headers: [],
  body: null,
  timeoutMs: 2_000,
  ...change,
});

describe('a request', () => {
  it('sends method, headers and body and brings status, headers and body back', async () => {
    server.answer((response) => response.writeHead(201, { 'x-answer': 'yes' }).end('{"id":7}'));
    const headers = [{ name: 'X-Key', value: 'secret', isSecret: true }];
    const answer = await client().request(
      get({ method: 'POST', url: `${server.url}/a?b=c`, headers, body: 'héllo' }),
    );
    expect(answer).toMatchObject({ status: 201, headers: { 'x-answer': 'yes' }, isCut: false });
    expect(answer.body.toString()).toBe('{"id":7}');
    expect(server.seen).toMatchObject([
      { method: 'POST', path: '/a?b=c', body: 'héllo', headers: { 'x-key': 'secret' } },
    ]);
  });

  it('never lets its author set the headers of the connection', async () => {
    const names = ['Host', 'Connection', 'Content-Length', 'Transfer-Encoding', 'Expect'];
    await client().request(get({ headers: names.map((name) => ({ name, value: '5', isSecret: false })) }));
    expect(server.seen[0]!.headers).toMatchObject({ host: server.host });
    expect(server.seen[0]!.headers).not.toHaveProperty('expect');
  });

  it('refuses line breaks in a header', async () => {
    const headers = [{ name: 'x-a', value: 'a\r\nx-b: c', isSecret: false }];
    await expect(client().request(get({ headers }))).rejects.toMatchObject({
      code: 'call_failed',
      isRetryable: false,
    });
    expect(server.seen).toHaveLength(0);
  });

  it('resolves a name once and connects to what was checked', async () => {
    const asked: string[] = [];
    const rebinding: Resolve = async (host) => {
      asked.push(host);
      if (asked.length > 1) throw new Error('resolved a second time');
      return [{ address: '127.0.0.1', family: 4 }];
    };
    await client(rebinding).request(get({ url: `http://pinned.test:${server.port}/` }));
    expect(asked).toEqual(['pinned.test']);
    expect(server.seen[0]!.headers.host).toBe(`pinned.test:${server.port}`);
  });

  it('reaches no private address that is not listed', async () => {
    const strict = createHttpClient();
    for (const url of [
      server.url,
      `http://localhost:${server.port}/`,
      `http://[::ffff:7f00:1]:${server.port}/`,
    ]) {
      await expect(strict.request(get({ url }))).rejects.toMatchObject({ code: 'call_address_refused' });
    }
    expect(server.seen).toHaveLength(0);
  });

  it('goes past no proxy of the environment', async () => {
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = process.env.http_proxy = other.url;
    try {
      await client().request(get());
    } finally {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
      delete process.env.http_proxy;
    }
    expect([server.seen.length, other.seen.length]).toEqual([1, 0]);
  });
});

describe('a redirect', () => {
  const chain = (length: number) =>
    server.answer((response, { path }) => {
      const at = Number(path.slice(1) || 0);
      if (at === length) return response.end('there');
      response.writeHead(302, { location: `/${at + 1}` }).end();
    });

  it('is followed three times, not four', async () => {
    chain(3);
    expect((await client().request(get())).body.toString()).toBe('there');
    chain(4);
    await expect(client().request(get())).rejects.toMatchObject({ code: 'call_failed' });
  });

  it('to a private address is refused, wherever in the chain', async () => {
    for (const location of [
      'http://169.254.169.254/',
      'http://127.0.0.1:1/',
      '//[::1]/',
      'file:///etc/passwd',
      'http://%',
    ]) {
      server.answer((response) => response.writeHead(302, { location }).end());
      await expect(client().request(get())).rejects.toMatchObject({ code: 'call_address_refused' });
    }
    const rebinding: Resolve = async () => [{ address: '10.0.0.1', family: 4 }];
    server.answer((response) => response.writeHead(302, { location: 'http://innocent.test/' }).end());
    await expect(client(rebinding).request(get())).rejects.toMatchObject({ code: 'call_address_refused' });
  });

  it('takes secrets along at home and to no other origin', async () => {
    const headers = [
      { name: 'x-key', value: 'hidden', isSecret: true },
      { name: 'authorization', value: 'typed in', isSecret: false },
      { name: 'x-plain', value: 'shown', isSecret: false },
    ];
    server.answer((response, { path }) =>
      path === '/' ? response.writeHead(307, { location: '/home' }).end() : response.end(),
    );
    await client().request(get({ headers }));
    expect(server.seen[1]!.headers).toMatchObject({ 'x-key': 'hidden', authorization: 'typed in' });
    server.answer((response) => response.writeHead(307, { location: other.url }).end());
    await client().request(get({ headers }));
    expect(other.seen[0]!.headers).toMatchObject({ 'x-plain': 'shown' });
    expect(other.seen[0]!.headers).not.toHaveProperty('x-key');
    expect(other.seen[0]!.headers).not.toHaveProperty('authorization');
  });

  it('repeats the body on 307 and drops it on 302', async () => {
    const post = get({
      method: 'POST',
      body: '{}',
      headers: [{ name: 'content-type', value: 'application/json', isSecret: false }],
    });
    for (const [status, method, body] of [
      [307, 'POST', '{}'],
      [302, 'GET', ''],
      [303, 'GET', ''],
    ] as const) {
      server.seen.length = 0;
      server.answer((response, { path }) =>
        path === '/' ? response.writeHead(status, { location: '/next' }).end() : response.end(),
      );
      await client().request(post);
      expect(server.seen[1]).toMatchObject({ method, body });
    }
  });

  it('without a location is an answer like any other', async () => {
    server.answer((response) => response.writeHead(304).end());
    expect((await client().request(get())).status).toBe(304);
  });
});

describe('an answer', () => {
  it('is decompressed', async () => {
    for (const [encoding, pack] of [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const) {
      server.answer((response) =>
        response.writeHead(200, { 'content-encoding': encoding }).end(pack('packed')),
      );
      expect((await client().request(get())).body.toString()).toBe('packed');
    }
  });

  it('is cut at the limit, and a bomb is not unpacked', async () => {
    server.answer((response) => response.end(Buffer.alloc(4 * MAX_RESPONSE_BYTES, 'a')));
    const huge = await client().request(get());
    expect([huge.body.length, huge.isCut]).toEqual([MAX_RESPONSE_BYTES, true]);
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    server.answer((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const before = process.memoryUsage().rss;
    const cut = await client().request(get());
    expect([cut.body.length, cut.isCut]).toEqual([MAX_RESPONSE_BYTES, true]);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('that is damaged or packed in an unknown way fails', async () => {
    for (const [encoding, bytes] of [
      ['gzip', 'not gzip'],
      ['br', 'not brotli'],
      ['zstd', 'x'],
      ['gzip, br', 'x'],
    ] as const) {
      server.answer((response) => response.writeHead(200, { 'content-encoding': encoding }).end(bytes));
      await expect(client().request(get())).rejects.toMatchObject({ code: 'call_failed' });
    }
  });

  it('that drips slowly, or never comes, ends in time', async () => {
    const drips: NodeJS.Timeout[] = [];
    server.answer((response) => {
      response.writeHead(200);
      drips.push(setInterval(() => response.write('.'), 20));
    });
    const startedAt = performance.now();
    await expect(client().request(get({ timeoutMs: 200 }))).rejects.toMatchObject({
      code: 'call_timeout',
      isRetryable: true,
    });
    server.answer(() => {});
    await expect(client().request(get({ timeoutMs: 200 }))).rejects.toMatchObject({ code: 'call_timeout' });
    drips.forEach(clearInterval);
    const never: Resolve = () => new Promise(() => {});
    const slowName = client(never).request(get({ url: 'http://slow.test/', timeoutMs: 100 }));
    await expect(slowName).rejects.toMatchObject({ code: 'call_timeout' });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('that is cut off, or no HTTP at all, is a lost connection', async () => {
    server.answer((response) =>
      response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy()),
    );
    await expect(client().request(get())).rejects.toMatchObject({
      code: 'call_unreachable',
      isRetryable: true,
    });
    const nonsense = createServer((socket) => socket.resume().end('SSH-2.0-nonsense\r\n'));
    await new Promise<void>((resolve) => nonsense.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(nonsense.address() as AddressInfo).port}`;
    const http = createHttpClient({ allowedPrivateHosts: [host] });
    await expect(http.request(get({ url: `http://${host}/` }))).rejects.toMatchObject({
      code: 'call_unreachable',
    });
    await new Promise((resolve) => nonsense.close(resolve));
    await expect(http.request(get({ url: `http://${host}/` }))).rejects.toMatchObject({
      code: 'call_unreachable',
      isRetryable: true,
    });
  });
});

describe('as fetch', () => {
  it('behaves like one, inside the same walls', async () => {
    server.answer((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":1}'),
    );
    const guarded = guardedFetch(client(), 1_000);
    const answer = await guarded(`${server.url}/v1`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: '{}',
    });
    expect([answer.status, await answer.json()]).toEqual([200, { a: 1 }]);
    expect(server.seen[0]!.headers.authorization).toBe('Bearer k');
    await expect(guarded('http://10.0.0.1/')).rejects.toMatchObject({ code: 'call_address_refused' });
  });
});
