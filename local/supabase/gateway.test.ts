import { createClient } from '@supabase/supabase-js';
import { decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedUser } from './seed-user.ts';
import {
  JWT_SECRET,
  PUBLISHABLE_KEY,
  SECRET_KEY,
  SITE_URL,
  startTestStack,
  type TestStack,
} from './test-stack.ts';

const OWNER = {
  id: '0193f000-0000-7000-8000-000000000001',
  email: 'owner@demo.test',
  password: 'parley-demo',
  name: 'Olivia Owner',
};

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack();
  await stack.sql.begin((tx) =>
    tx.unsafe('create table public.secrets (v int); alter table public.secrets enable row level security'),
  );
  await seedUser(stack.sql, OWNER);
  await seedUser(stack.sql, OWNER);
}, 60_000);

afterAll(() => stack?.stop());

async function signedIn() {
  const client = stack.client();
  const { data, error } = await client.auth.signInWithPassword({
    email: OWNER.email,
    password: OWNER.password,
  });
  expect(error).toBeNull();
  return { client, session: data.session! };
}

async function firstMailTo(address: string) {
  await expect.poll(() => stack.mailbox.messages().find((mail) => mail.to.includes(address))).toBeDefined();
  return stack.mailbox.messages().find((mail) => mail.to.includes(address))!;
}

describe('auth', () => {
  it('signs in a user who was seeded by SQL and gives a token the API can check', async () => {
    const { session } = await signedIn();
    const { payload } = await jwtVerify(session.access_token, new TextEncoder().encode(JWT_SECRET), {
      algorithms: ['HS256'],
      audience: 'authenticated',
      issuer: `${stack.supabase.url}/auth/v1`,
    });
    expect(payload).toMatchObject({
      sub: OWNER.id,
      role: 'authenticated',
      email: OWNER.email,
      aal: 'aal1',
      user_metadata: { name: OWNER.name },
    });
    expect(payload.session_id).toEqual(expect.any(String));
    expect(session.user.user_metadata).toMatchObject({ name: OWNER.name });
  });

  it('refuses a wrong password and a missing or wrong key', async () => {
    const wrong = await stack.client().auth.signInWithPassword({ email: OWNER.email, password: 'nope-nope' });
    expect(wrong.error).toMatchObject({ status: 400, code: 'invalid_credentials' });
    const stranger = await stack.client('another-key').auth.signInWithPassword({ ...OWNER });
    expect(stranger.error).toMatchObject({ status: 401 });
    const keyless = await fetch(`${stack.supabase.url}/auth/v1/user`);
    expect(keyless.status).toBe(401);
  });

  it('refreshes a session and ends it at sign-out', async () => {
    const { client, session } = await signedIn();
    const refreshed = await client.auth.refreshSession({ refresh_token: session.refresh_token });
    expect(refreshed.error).toBeNull();
    expect(decodeJwt(refreshed.data.session!.access_token).sub).toBe(OWNER.id);
    expect(refreshed.data.session!.refresh_token).not.toBe(session.refresh_token);
    expect((await client.auth.getUser()).data.user?.email).toBe(OWNER.email);
    expect((await client.auth.signOut()).error).toBeNull();
    const again = await client.auth.refreshSession({ refresh_token: refreshed.data.session!.refresh_token });
    expect(again.error).not.toBeNull();
    expect(
      await stack.sql`select from auth.sessions where id = ${decodeJwt(session.access_token).session_id as string}`,
    ).toHaveLength(0);
  });

  it('signs up a new user, who is in at once, and refuses the address a second time', async () => {
    const person = { email: 'New.Person@demo.test', password: 'long-enough-1' };
    const { data, error } = await stack
      .client()
      .auth.signUp({ ...person, options: { data: { name: 'New' } } });
    expect(error).toBeNull();
    expect(data.session?.user.email).toBe('new.person@demo.test');
    // As hosted Auth keeps it: readable in SQL.
    const [stored] = await stack.sql`
      select raw_user_meta_data ->> 'name' as name, email_confirmed_at is not null as is_verified
      from auth.users where id = ${data.session!.user.id}`;
    expect(stored).toEqual({ name: 'New', is_verified: true });
    const again = stack.client();
    expect((await again.auth.signInWithPassword(person)).error).toBeNull();
    const renamed = await again.auth.updateUser({ data: { name: 'Newer' } });
    expect(renamed.data.user?.user_metadata).toMatchObject({ name: 'Newer' });
    expect((await stack.client().auth.signUp(person)).error).toMatchObject({ code: 'user_already_exists' });
    expect(
      (await stack.client().auth.signUp({ email: 'x@demo.test', password: 'short' })).error,
    ).toMatchObject({ code: 'weak_password' });
  });

  it('mails a recovery link that leads over the gateway to the studio and lets the password be changed', async () => {
    const person = { email: 'forgetful@demo.test', password: 'forgotten-1' };
    await stack.client().auth.signUp(person);
    const redirectTo = `${SITE_URL}/reset`;
    expect((await stack.client().auth.resetPasswordForEmail(person.email, { redirectTo })).error).toBeNull();
    const mail = await firstMailTo(person.email);
    const link = /http\S+\/auth\/v1\/verify\S+/.exec(mail.text)?.[0] ?? '';
    expect(link.startsWith(stack.supabase.url)).toBe(true);
    const visit = await fetch(link, { redirect: 'manual' });
    const target = new URL(visit.headers.get('location')!);
    expect(visit.status).toBe(303);
    expect(target.href.startsWith(redirectTo)).toBe(true);
    const tokens = new URLSearchParams(target.hash.slice(1));
    const client = stack.client();
    await client.auth.setSession({
      access_token: tokens.get('access_token')!,
      refresh_token: tokens.get('refresh_token')!,
    });
    expect((await client.auth.updateUser({ password: 'remembered-2' })).error).toBeNull();
    expect(
      (await stack.client().auth.signInWithPassword({ email: person.email, password: 'remembered-2' })).error,
    ).toBeNull();
    expect((await stack.client().auth.signInWithPassword(person)).error).not.toBeNull();
  });

  it('never sends a visitor to a foreign site', async () => {
    await stack.client().auth.resetPasswordForEmail(OWNER.email, { redirectTo: 'https://evil.test/' });
    const mail = await firstMailTo(OWNER.email);
    expect(mail.text).not.toContain('evil.test');
  });
});

describe('storage', () => {
  const service = () => stack.client(SECRET_KEY).storage;

  beforeAll(async () => {
    expect((await service().createBucket('media', { public: false })).error).toBeNull();
  });

  it('keeps bytes and type, lists, overwrites, moves and removes', async () => {
    const media = service().from('media');
    const bytes = Uint8Array.from([0, 1, 2, 250, 255]);
    expect((await media.upload('org/1/a b.bin', bytes, { contentType: 'image/png' })).error).toBeNull();
    const blob = (await media.download('org/1/a b.bin')).data!;
    expect(blob.type).toBe('image/png');
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
    expect((await media.upload('org/1/a b.bin', bytes)).error).not.toBeNull();
    expect(
      (await media.upload('org/1/a b.bin', Buffer.from('new'), { upsert: true, contentType: 'text/plain' }))
        .error,
    ).toBeNull();
    expect(await (await media.download('org/1/a b.bin')).data!.text()).toBe('new');
    expect((await media.move('org/1/a b.bin', 'org/2/b.bin')).error).toBeNull();
    expect((await media.list('org/2')).data).toHaveLength(1);
    expect((await media.remove(['org/2/b.bin'])).error).toBeNull();
    expect((await media.download('org/2/b.bin')).error).not.toBeNull();
  });

  it('takes a Blob, as browsers send it', async () => {
    const { error } = await service()
      .from('media')
      .upload('blob.txt', new Blob(['hello'], { type: 'text/plain' }));
    expect(error).toBeNull();
    expect(await (await service().from('media').download('blob.txt')).data!.text()).toBe('hello');
  });

  it('makes signed addresses that work without a key, for download and upload', async () => {
    const media = service().from('media');
    await media.upload('signed.json', Buffer.from('{"signedUrl":"kept"}'), {
      contentType: 'application/json',
    });
    const { data } = await media.createSignedUrl('signed.json', 60);
    expect(await (await fetch(data!.signedUrl)).json()).toEqual({ signedUrl: 'kept' });
    expect((await fetch(data!.signedUrl.slice(0, -3))).ok).toBe(false);
    const many = await media.createSignedUrls(['signed.json'], 60);
    expect((await fetch(many.data![0]!.signedUrl!)).ok).toBe(true);
    const upload = await media.createSignedUploadUrl('up.txt');
    expect(upload.error).toBeNull();
    const sent = await stack
      .client()
      .storage.from('media')
      .uploadToSignedUrl('up.txt', upload.data!.token, Buffer.from('up'));
    expect(sent.error).toBeNull();
    expect(await (await media.download('up.txt')).data!.text()).toBe('up');
  });

  it('shows nothing to a signed-in user as long as no policy allows it', async () => {
    await service().from('media').upload('private.txt', Buffer.from('x'));
    const { client } = await signedIn();
    expect((await client.storage.from('media').download('private.txt')).error).not.toBeNull();
    expect((await client.storage.from('media').upload('mine.txt', Buffer.from('x'))).error).not.toBeNull();
    expect((await client.storage.from('media').list('')).data).toEqual([]);
  });

  it('keeps keys inside their bucket', async () => {
    const response = await fetch(`${stack.supabase.url}/storage/v1/object/media/..%2f..%2fescape.txt`, {
      method: 'POST',
      headers: { apikey: SECRET_KEY, authorization: `Bearer ${SECRET_KEY}`, 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(response.ok).toBe(false);
  });
});

describe('the gateway', () => {
  it('has no REST door, no studio page and no admin mode', async () => {
    for (const path of [
      '/',
      '/rest/v1/secrets',
      '/_system/info',
      '/graphql/v1',
      '/functions/v1/x',
      '/auth/v1x',
    ]) {
      const response = await fetch(`${stack.supabase.url}${path}`);
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.get('content-type')).toContain('application/json');
    }
    const { error } = await stack.client().from('secrets').select('*');
    expect(error).not.toBeNull();
  });

  it('lets a browser call from any origin with any header it asks for', async () => {
    const preflight = await fetch(`${stack.supabase.url}/auth/v1/token`, {
      method: 'OPTIONS',
      headers: { origin: SITE_URL, 'access-control-request-headers': 'apikey,x-supabase-api-version' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-headers')).toContain('x-supabase-api-version');
    const answer = await fetch(`${stack.supabase.url}/auth/v1/health`, {
      headers: { apikey: PUBLISHABLE_KEY },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('hands out no privileges on our tables, now or by default', async () => {
    await signedIn();
    await stack.client(SECRET_KEY).storage.listBuckets();
    await stack.sql`create table public.later (v int)`;
    const granted = await stack.sql`
      select table_name, grantee from information_schema.role_table_grants
      where table_schema = 'public' and grantee in ('anon', 'authenticated', 'service_role')`;
    expect(granted).toEqual([]);
    expect(await stack.sql`select * from pg_default_acl`).toEqual([]);
  });

  it('says in one sentence that its port is taken', async () => {
    const { startSupabase } = await import('./gateway.ts');
    const port = Number(new URL(stack.supabase.url).port);
    const attempt = startSupabase({
      port,
      databaseUrl: stack.adminUrl,
      jwtSecret: JWT_SECRET,
      publishableKey: PUBLISHABLE_KEY,
      secretKey: SECRET_KEY,
      storageDir: '/nowhere',
      smtp: { host: '127.0.0.1', port: 1 },
      siteUrl: SITE_URL,
      log: () => {},
    });
    await expect(attempt).rejects.toMatchObject({ code: 'supabase_port_taken' });
  });

  it('works with a client that has a custom token', async () => {
    const { session } = await signedIn();
    const client = createClient(stack.supabase.url, PUBLISHABLE_KEY, {
      accessToken: async () => session.access_token,
    });
    expect((await client.storage.from('media').list('')).error).toBeNull();
  });
});
