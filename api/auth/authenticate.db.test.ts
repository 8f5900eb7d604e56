import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../local/testing/database.ts';
import { createApiKey, signUserToken } from '../testing/fixtures.ts';
import { createTestApi, startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi(await createDatabase());
});
afterAll(() => api.close());

describe('a signed-in user', () => {
  it('is told who they are and where they belong', async () => {
    const { admin } = api.ours.users;
    const me = await api.call('getMe', { token: admin.token });
    expect(me).toEqual({
      kind: 'user',
      id: admin.id,
      email: admin.email,
      name: 'admin-1',
      memberships: [{ org: { id: api.ours.id, name: 'Ours', slug: 'ours-1' }, role: 'admin' }],
    });
  });

  it('may belong to nothing', async () => {
    const me = await api.call('getMe', { token: api.stranger.token });
    expect(me.memberships).toEqual([]);
  });
});

describe('an API key', () => {
  it('acts in its organisation with its role', async () => {
    const me = await api.call('getMe', { token: api.ours.apiKey });
    expect(me).toMatchObject({ kind: 'apiKey', email: null, name: 'Test key' });
    expect(me.memberships).toEqual([
      { org: { id: api.ours.id, name: 'Ours', slug: 'ours-1' }, role: 'admin' },
    ]);
  });

  it('is refused once it is revoked or has expired', async () => {
    const past = new Date(Date.now() - 1_000);
    const { sql } = api.database;
    for (const options of [{ revokedAt: past }, { expiresAt: past }]) {
      const token = await createApiKey(sql, api.ours.id, options);
      expect((await api.refused('getMe', 401, { token })).code).toBe('unauthenticated');
    }
  });
});

describe('without a valid token', () => {
  const seconds = Math.floor(Date.now() / 1_000);
  const cases: [string, () => Promise<string | undefined> | string | undefined][] = [
    ['no header', () => undefined],
    ['an unknown key', () => 'pk_nobody'],
    ['text that is no token', () => 'hello'],
    ['an expired token', () => signUserToken(api.ours.users.owner.id, { exp: seconds - 60 })],
    ['a token without expiry', () => signUserToken(api.ours.users.owner.id, { exp: undefined })],
    ['a token of the service role', () => signUserToken(api.ours.users.owner.id, { role: 'service_role' })],
    ['a token of the anonymous role', () => signUserToken(api.ours.users.owner.id, { role: 'anon' })],
    ['a token without a user', () => signUserToken('nobody')],
    [
      'a token signed by somebody else',
      () =>
        new SignJWT({ sub: api.ours.users.owner.id, role: 'authenticated', exp: seconds + 60 })
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode('another-secret-of-at-least-32-characters')),
    ],
    [
      'an unsigned token',
      () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
        const claims = { sub: api.ours.users.owner.id, role: 'authenticated', exp: seconds + 60 };
        return `${part({ alg: 'none' })}.${part(claims)}.`;
      },
    ],
  ];

  it.each(cases)('answers 401 to %s', async (_, makeToken) => {
    const problem = await api.refused('getMe', 401, { token: await makeToken() });
    expect(problem).toMatchObject({
      code: 'unauthenticated',
      status: 401,
      type: '/docs/errors#unauthenticated',
    });
  });

  it('says which scheme is expected', async () => {
    const response = await api.send('getMe', {});
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('with published keys instead of a secret', () => {
  let auth: Server;
  let supabaseUrl: string;
  let sign: (claims: Record<string, unknown>, issuer?: string) => Promise<string>;

  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
    auth = createServer((request, response) => {
      const isKeys = request.url === '/auth/v1/.well-known/jwks.json';
      response.writeHead(isKeys ? 200 : 404).end(isKeys ? JSON.stringify({ keys: [jwk] }) : '');
    });
    await new Promise<void>((resolve) => auth.listen(0, '127.0.0.1', resolve));
    supabaseUrl = `http://127.0.0.1:${(auth.address() as AddressInfo).port}`;
    sign = (claims, issuer = `${supabaseUrl}/auth/v1`) =>
      new SignJWT({ role: 'authenticated', ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'test' })
        .setIssuer(issuer)
        .setAudience('authenticated')
        .setExpirationTime('1h')
        .sign(privateKey);
  });
  afterAll(() => auth.close());

  const getMe = (url: string, token: string) =>
    fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } });

  it('takes ES256 tokens of this project only, and no HS256 token', async () => {
    const running = await startTestApi(api.database.apiUrl, {
      config: { SUPABASE_URL: supabaseUrl, SUPABASE_JWT_SECRET: undefined },
    });
    try {
      const sub = api.ours.users.viewer.id;
      expect((await getMe(running.url, await sign({ sub }))).status).toBe(200);
      expect((await getMe(running.url, await sign({ sub }, 'http://other.test/auth/v1'))).status).toBe(401);
      expect((await getMe(running.url, await signUserToken(sub))).status).toBe(401);
    } finally {
      await running.stop();
    }
  });

  it('answers 503, not 401, when the keys can’t be fetched', async () => {
    const running = await startTestApi(api.database.apiUrl, {
      config: { SUPABASE_URL: 'http://127.0.0.1:9', SUPABASE_JWT_SECRET: undefined },
    });
    try {
      const response = await getMe(running.url, await sign({ sub: api.ours.users.viewer.id }));
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ code: 'auth_unavailable' });
    } finally {
      await running.stop();
    }
  });
});
