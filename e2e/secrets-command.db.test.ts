import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../local/testing/database.ts';
import { openSecret, secretContext } from '../platform/secrets/envelope.ts';

const MASTER_KEY = randomBytes(32).toString('base64');

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());

async function secrets(args: string[], input = ''): Promise<{ code: number; out: string }> {
  const child = spawn(process.execPath, ['deploy/secrets.ts', ...args], {
    env: { ...process.env, DATABASE_ADMIN_URL: database.adminUrl, PARLEY_MASTER_KEY: MASTER_KEY },
  });
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1))),
  ]);
  return { code, out: out + err };
}

async function app() {
  const [row] = await database.sql<
    Record<'app_secret' | 'previous_app_secret' | 'verify_token', Buffer | null>[]
  >`
    select app_secret, previous_app_secret, verify_token from private.meta_apps where app_key = 'shop'`;
  const open = (context: string, envelope: Buffer | null | undefined) =>
    envelope ? openSecret(MASTER_KEY, context, envelope) : null;
  return {
    secret: open(secretContext.appSecret('shop'), row?.app_secret),
    previous: open(secretContext.appSecret('shop'), row?.previous_app_secret),
    verifyToken: open(secretContext.verifyToken('shop'), row?.verify_token),
  };
}

it('changes an app’s secret with the old one valid beside it, until that is dropped', async () => {
  expect((await secrets(['app-secret', 'shop'], 'old-value\n')).code).toBe(0);
  expect((await secrets(['verify-token', 'shop'], 'handshake')).code).toBe(0);
  expect(await app()).toEqual({ secret: 'old-value', previous: null, verifyToken: 'handshake' });
  const { out } = await secrets(['app-secret', 'shop'], 'new-value');
  expect(out).not.toContain('new-value');
  expect(await app()).toMatchObject({ secret: 'new-value', previous: 'old-value' });
  await secrets(['drop-previous', 'shop']);
  expect(await app()).toMatchObject({ secret: 'new-value', previous: null });
});

it('changes nothing without a value, or for an app that isn’t there', async () => {
  const before = await app();
  expect((await secrets(['app-secret', 'shop'], ' \n')).code).toBe(1);
  expect((await secrets(['verify-token', 'nobody'], 'x')).code).toBe(1);
  expect((await secrets(['app-secret', 'Not A Key'], 'x')).code).toBe(1);
  expect(await app()).toEqual(before);
});
