import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operations } from '../core/api/operations.ts';
import { waitUntil } from '../local/process/wait.ts';
import { createDatabase } from '../local/testing/database.ts';
import { problemKinds } from './problems.ts';
import { createTestApi, startTestApi, type TestApi } from './testing/test-api.ts';

let api: TestApi;
let studio: string;
beforeAll(async () => {
  studio = await mkdtemp(join(tmpdir(), 'parley-studio-'));
  await mkdir(join(studio, 'assets'));
  await writeFile(join(studio, 'index.html'), '<!doctype html><title>Studio</title>');
  await writeFile(join(studio, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(studio, 'assets', 'main-abc123.js'), 'export {};');
  api = await createTestApi(await createDatabase(), { config: { STUDIO_DIST: studio } });
});
afterAll(async () => {
  await api.close();
  await rm(studio, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(api.url + path, { headers });
const html = { accept: 'text/html,application/xhtml+xml' };

describe('the studio', () => {
  it('is the page for its own routes, never kept by browsers', async () => {
    for (const path of ['/', '/flows/123', '/inbox?x=1']) {
      const response = await get(path, html);
      expect([path, response.status, await response.text()]).toEqual([
        path,
        200,
        '<!doctype html><title>Studio</title>',
      ]);
      expect(response.headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('has files that browsers keep for ever, because their names change', async () => {
    const response = await get('/assets/main-abc123.js');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it('answers 404 for files of an older build', async () => {
    expect((await get('/assets/main-old.js', html)).status).toBe(404);
  });

  it('doesn’t serve files outside its folder', async () => {
    for (const path of [
      '/assets/..%2f..%2fetc%2fpasswd',
      '/..%2f..%2f..%2f..%2fetc%2fpasswd',
      '/%2e%2e/package.json',
    ]) {
      expect(await (await get(path)).text()).not.toMatch(/root:|"parley"/);
    }
  });

  it('gets its settings', async () => {
    expect(await (await get('/config.json')).json()).toEqual({
      supabaseUrl: 'http://supabase.test:54321',
      supabasePublishableKey: 'test-publishable',
      temporalUiUrl: null,
      temporalNamespace: 'default',
      simulatorUrl: null,
    });
  });

  it('may load only itself and talk only to us and Supabase', async () => {
    const { headers } = await get('/', html);
    const policy = headers.get('content-security-policy') ?? '';
    const directives = Object.fromEntries(
      policy.split(';').map((part) => [/^\S+/.exec(part)?.[0], part.replace(/^\S+ /, '')]),
    ) as Record<string, string>;
    expect(directives).toMatchObject({
      'default-src': "'self'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data: blob:",
      'media-src': "'self' blob:",
      'connect-src': "'self' http://supabase.test:54321 ws://supabase.test:54321",
      'frame-ancestors': "'none'",
      'object-src': "'none'",
    });
    expect(policy).not.toContain('unsafe-eval');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('says so when it is not built', async () => {
    const running = await startTestApi(api.database.apiUrl, { config: { STUDIO_DIST: '/nowhere' } });
    try {
      const response = await fetch(running.url, { headers: html });
      expect(response.status).toBe(503);
      expect(await response.text()).toContain('npm run build');
    } finally {
      await running.stop();
    }
  });
});

describe('for operators', () => {
  it('is up, and ready while Postgres answers', async () => {
    expect((await get('/healthz')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
  });

  it('counts and times requests by operation on a port of its own', async () => {
    await api.call('getMe', { token: api.ours.apiKey });
    const text = await (await fetch(api.metricsUrl)).text();
    expect(text).toMatch(/parley_api_request_duration_seconds_count\{operation="getMe",status="2xx"\} 1/);
    expect(text).toContain('process_cpu_seconds_total');
    expect((await get('/metrics', { accept: 'text/plain' })).status).toBe(404);
  });
});

describe('the OpenAPI document', () => {
  it('describes every operation, with names that lead somewhere', async () => {
    const text = await (await get('/openapi.json')).text();
    const document = JSON.parse(text) as OpenApi;
    expect(document.openapi).toBe('3.1.0');
    const described = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(described.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(operations).sort());
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) {
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
    expect(text).not.toContain('$defs');
  });

  it('describes what createContact takes and gives', async () => {
    const document = (await (await get('/openapi.json')).json()) as OpenApi;
    const operation = document.paths['/v1/orgs/{org}/contacts']!.post!;
    expect(operation).toMatchObject({
      parameters: [
        { name: 'org', in: 'path', required: true },
        { $ref: '#/components/parameters/IdempotencyKey' },
      ],
      requestBody: { content: { 'application/json': { schema: { required: ['phone'] } } } },
      responses: {
        201: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Contact' } } } },
      },
    });
  });

  interface OpenApi {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string }>>;
    components: { schemas: Record<string, unknown> };
  }
});

describe('the documentation', () => {
  it('is a page whose script and document come from here', async () => {
    const response = await get('/docs');
    const page = await response.text();
    const [, nonce] = /script-src 'self' 'nonce-([^']+)'/.exec(
      response.headers.get('content-security-policy') ?? '',
    )!;
    expect(page).toContain(`nonce="${nonce}"`);
    expect(await (await get('/docs')).text()).not.toContain(nonce);
    const sources = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => source);
    expect(sources).toEqual(['/docs/reference.js']);
    expect(page).toContain('/openapi.json');
    expect((await get('/docs/reference.js')).headers.get('content-type')).toMatch(/javascript/);
  });

  it('lists every error code where a problem document says', async () => {
    const { type } = await api.refused('getMe', 401, {});
    const { pathname, hash } = new URL(type, api.url);
    const page = await (await get(pathname)).text();
    expect(page).toContain(`id="${hash.slice(1)}"`);
    const ids = [...page.matchAll(/<tr id="(\w+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(Object.keys(problemKinds));
  });
});

describe('rate limits', () => {
  // A clock that stands: no minute ends in the middle of a test. Each test has one of its own.
  let minute = Date.UTC(2026, 10, 28);
  let now = () => minute;
  beforeEach(() => {
    minute += 60_000;
    const at = minute;
    now = () => at;
  });

  it('tell what is left and refuse what is too much, per caller', async () => {
    const running = await startTestApi(api.database.apiUrl, { rateLimits: { perTokenPerMinute: 2, now } });
    try {
      const call = (token: string) =>
        fetch(`${running.url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
      const first = await call(api.ours.apiKey);
      expect(first.status).toBe(200);
      expect(first.headers.get('ratelimit')).toMatch(/"token"; r=1/);
      await call(api.ours.apiKey);
      const refused = await call(api.ours.apiKey);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
      expect((await call(api.theirs.apiKey)).status).toBe(200);
    } finally {
      await running.stop();
    }
  });

  it('hold over all processes together', async () => {
    const limits = { rateLimits: { perTokenPerMinute: 20, now } };
    const processes = [
      await startTestApi(api.database.apiUrl, limits),
      await startTestApi(api.database.apiUrl, limits),
    ] as const;
    try {
      const headers = { authorization: `Bearer ${api.ours.apiKey}` };
      const call = async (which: 0 | 1) => (await fetch(`${processes[which].url}/v1/me`, { headers })).status;
      for (let i = 0; i < 20; i += 1) expect(await call(0)).toBe(200);
      let accepted = 0;
      await waitUntil(
        async () => {
          const status = await call(1);
          if (status === 200) accepted += 1;
          return status === 429;
        },
        { timeoutMs: 5_000, what: 'the other process to refuse' },
      );
      expect(accepted).toBeLessThan(20);
    } finally {
      await Promise.all(processes.map((running) => running.stop()));
    }
  });

  it('count guesses of tokens per address', async () => {
    const running = await startTestApi(api.database.apiUrl, { rateLimits: { perIpPerMinute: 2, now } });
    try {
      const guess = async () =>
        (await fetch(`${running.url}/v1/me`, { headers: { authorization: 'Bearer pk_x' } })).status;
      expect([await guess(), await guess(), await guess()]).toEqual([401, 401, 429]);
    } finally {
      await running.stop();
    }
  });
});

it('answers 503 to requests while Postgres is down, without saying why', async () => {
  const running = await startTestApi('postgres://nobody@127.0.0.1:9/none');
  try {
    const response = await fetch(`${running.url}/v1/me`, { headers: { authorization: 'Bearer pk_x' } });
    const problem = (await response.json()) as Record<string, unknown>;
    expect([response.status, problem.code]).toEqual([503, 'database_unavailable']);
    expect(Object.keys(problem).sort()).toEqual(['code', 'requestId', 'status', 'title', 'type']);
  } finally {
    await running.stop();
  }
});
