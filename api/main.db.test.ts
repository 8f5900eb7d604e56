import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../local/testing/database.ts';
import { createFixtures, JWT_SECRET, MASTER_KEY, type Fixtures } from './testing/fixtures.ts';

let database: TestDatabase;
let fixtures: Fixtures;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createDatabase();
  fixtures = await createFixtures(database.sql);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => database.drop());

/** The API as its own process, as the supervisor starts it. */
function start(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: database.apiUrl,
      PARLEY_MASTER_KEY: MASTER_KEY,
      SUPABASE_URL: 'http://127.0.0.1:54321',
      SUPABASE_PUBLISHABLE_KEY: 'k',
      SUPABASE_JWT_SECRET: JWT_SECRET,
      API_PORT: '0',
      API_METRICS_PORT: '0',
      ...env,
    },
  });
  children.push(child);
  let output = '';
  let errors = '';
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const url = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /"url":"([^"]+)"/.exec(output)?.[1];
      if (found) resolve(found);
    });
  });
  return { child, url, exited, output: () => output, errors: () => errors };
}

describe('the process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('serves, and stops cleanly on %s', async (signal) => {
    const api = start();
    const url = await api.url;
    // A connection that is kept open must not keep the process.
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const startedAt = performance.now();
    api.child.kill(signal);
    expect(await api.exited).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('logs requests by name, without token, path, query or body', async () => {
    const api = start();
    const url = await api.url;
    const { apiKey, id } = fixtures.ours;
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'x-request-id': 'r-1',
    };
    await fetch(`${url}/v1/orgs/${id}/contacts?search=Secretname`, { headers });
    const body = JSON.stringify({ phone: '+1 555 010 7777', name: 'Secretname' });
    await fetch(`${url}/v1/orgs/${id}/contacts`, { method: 'POST', headers, body });
    api.child.kill('SIGTERM');
    await api.exited;
    expect(api.output()).toMatch(/"requestId":"r-1","operation":"listContacts".*"status":200/);
    expect(api.output()).toMatch(/"operation":"createContact".*"status":201/);
    for (const secret of [apiKey, 'Secretname', '5550107777', '010 7777', '/contacts']) {
      expect(api.output()).not.toContain(secret);
    }
  });
});

describe('a start that can’t succeed', () => {
  it.each([
    ['a wrong value', { API_PORT: 'many' }, /API_PORT/],
    ['a missing one', { DATABASE_URL: '' }, /DATABASE_URL/],
    ['a short key', { PARLEY_MASTER_KEY: 'abc' }, /PARLEY_MASTER_KEY: must be 32 bytes/],
    ['a wrong limit', { API_RATE_LIMIT_PER_IP: '-1' }, /API_RATE_LIMIT_PER_IP/],
  ])('says in one sentence that there is %s', async (_, env, sentence) => {
    const api = start(env);
    expect(await api.exited).toBe(1);
    expect(api.errors()).toMatch(sentence);
    expect(api.errors().trim().split('\n')).toHaveLength(1);
  });

  it.each(['API_PORT', 'API_METRICS_PORT'])('says which port is taken, by %s', async (variable) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const api = start({ [variable]: String(port) });
      expect(await api.exited).toBe(1);
      expect(api.errors()).toBe(
        `Port ${port} on 127.0.0.1 is taken by another program: free it or set ${variable}.\n`,
      );
    } finally {
      other.close();
    }
  });
});
