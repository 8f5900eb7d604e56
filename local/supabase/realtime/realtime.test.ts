import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { decodeJwt, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { seedUser } from '../seed-user.ts';
import { JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY, startTestStack, type TestStack } from '../test-stack.ts';

const MEMBER = {
  id: '0193f000-0000-7000-8000-000000000001',
  email: 'm@demo.test',
  password: 'parley-demo',
  name: 'M',
};
const STRANGER = {
  id: '0193f000-0000-7000-8000-000000000002',
  email: 's@demo.test',
  password: 'parley-demo',
  name: 'S',
};
const TOPIC = 'org:one:inbox';

let stack: TestStack;
let clients: SupabaseClient[] = [];

beforeAll(async () => {
  stack = await startTestStack();
  await seedUser(stack.sql, MEMBER);
  await seedUser(stack.sql, STRANGER);
  // The shape of the product's own policies: membership by a definer function, the topic compared as text.
  await stack.sql.unsafe(`
    create schema private;
    grant usage on schema private to authenticated;
    create table private.members (org text, user_id uuid, may_send boolean);
    insert into private.members values ('one', '${MEMBER.id}', true);
    create function private.my_orgs(sending boolean) returns text[] language sql stable security definer set search_path = ''
      as $$ select coalesce(array_agg(org), '{}') from private.members
            where user_id = (select auth.uid()) and (may_send or not sending) $$;
    create policy select_member on realtime.messages for select to authenticated
      using (split_part((select realtime.topic()), ':', 2) = any ((select private.my_orgs(false))::text[]));
    create policy insert_member on realtime.messages for insert to authenticated
      with check (split_part((select realtime.topic()), ':', 2) = any ((select private.my_orgs(true))::text[]));
  `);
}, 60_000);

afterEach(async () => {
  for (const client of clients) {
    await client.removeAllChannels();
    await client.realtime.disconnect();
  }
  clients = [];
  await stack.sql`update private.members set may_send = true`;
});

afterAll(() => stack?.stop());

function client(token?: string): SupabaseClient {
  const made = stack.client(PUBLISHABLE_KEY, token ? { accessToken: async () => token } : {});
  clients.push(made);
  return made;
}

const tokenFor = (userId: string, expiresIn = '1h'): Promise<string> =>
  new SignJWT({ sub: userId, role: 'authenticated', aud: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(new TextEncoder().encode(JWT_SECRET));

/** Resolves with the first status that is final for a join. */
async function join(channel: RealtimeChannel): Promise<{ status: string; reason?: string }> {
  await channel.socket.setAuth(); // the join carries the token that is known when subscribe() is called
  return new Promise((resolve) => {
    channel.subscribe((status, error) => resolve({ status, reason: error?.message }));
  });
}

type Received = { event: string; payload: Record<string, unknown>; meta?: { id: string } };

async function joined(made: SupabaseClient, topic = TOPIC, config: object = { private: true }) {
  const received: Received[] = [];
  const channel = made.channel(topic, { config });
  channel.on('broadcast', { event: '*' }, (message) => received.push(message as unknown as Received));
  expect(await join(channel)).toEqual({ status: 'SUBSCRIBED', reason: undefined });
  return { channel, received };
}

const send = (event: string, payload: Record<string, string | number> = {}, topic = TOPIC) =>
  stack.sql`select realtime.send(${stack.sql.json(payload)}, ${event}, ${topic}, true)`;

describe('joining a private channel', () => {
  it('is allowed to a member who signed in with a password', async () => {
    const made = client();
    await made.auth.signInWithPassword(MEMBER);
    await joined(made);
  });

  it.each([
    ['a signed-in stranger', () => tokenFor(STRANGER.id)],
    ['nobody', () => Promise.resolve(undefined)],
  ])('is denied to %s, with the reason', async (_who, token) => {
    const result = await join(client(await token()).channel(TOPIC, { config: { private: true } }));
    expect(result.status).toBe('CHANNEL_ERROR');
    expect(result.reason).toContain('You do not have permissions to read from this Channel topic');
  });

  it('is denied to an expired, forged or unsigned token', async () => {
    const forged = (await tokenFor(MEMBER.id)).slice(0, -3) + 'AAA';
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: MEMBER.id, role: 'authenticated' })).toString('base64url')}.`;
    for (const token of [await tokenFor(MEMBER.id, '-1 minute'), forged, none]) {
      const result = await join(client(token).channel(TOPIC, { config: { private: true } }));
      expect(result.status).toBe('CHANNEL_ERROR');
      expect(result.reason).toContain('InvalidJWTToken');
    }
  });

  it('needs an API key for the connection', async () => {
    const socket = new WebSocket(
      `${stack.supabase.url.replace('http', 'ws')}/realtime/v1/websocket?apikey=wrong&vsn=2.0.0`,
    );
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', () => {});
    });
    expect(status).toBe(401);
  });

  it('leaves no probe rows behind', async () => {
    await joined(client(await tokenFor(MEMBER.id)));
    expect(await stack.sql`select from realtime.messages where event = 'probe'`).toHaveLength(0);
  });

  it('says that postgres changes are not served', async () => {
    const channel = client(await tokenFor(MEMBER.id)).channel(TOPIC);
    channel.on('postgres_changes', { event: '*', schema: 'public' }, () => {});
    expect((await join(channel)).reason).toContain('use broadcast');
  });
});

describe('a message from the database', () => {
  it('reaches every member of its topic once, in order, and nobody else', async () => {
    const one = await joined(client(await tokenFor(MEMBER.id)));
    const two = await joined(client(await tokenFor(MEMBER.id)));
    const other = await joined(client(await tokenFor(MEMBER.id)), 'org:one:campaigns');
    const open = await joined(client(), TOPIC, { private: false });
    await send('first', { n: 1 });
    await stack.sql.begin(async (tx) => {
      for (const n of [2, 3, 4]) await tx`select realtime.send(${tx.json({ n })}, 'more', ${TOPIC}, true)`;
    });
    await expect.poll(() => two.received.length).toBe(4);
    for (const { received } of [one, two]) {
      expect(received.map(({ event, payload }) => [event, payload.n])).toEqual([
        ['first', 1],
        ['more', 2],
        ['more', 3],
        ['more', 4],
      ]);
      expect(received.every(({ payload, meta }) => payload.id === meta?.id)).toBe(true);
    }
    expect([other.received, open.received]).toEqual([[], []]);
  });

  it('arrives although its transaction began earlier and ended later than others', async () => {
    const { received } = await joined(client(await tokenFor(MEMBER.id)));
    await stack.sql.begin(async (slow) => {
      await slow`select realtime.send('{"n":1}', 'slow', ${TOPIC}, true)`;
      await send('fast', { n: 2 });
      await expect.poll(() => received.map(({ event }) => event)).toEqual(['fast']);
    });
    await expect.poll(() => received.map(({ event }) => event)).toEqual(['fast', 'slow']);
  });

  it('is not sent when its transaction is rolled back', async () => {
    const { received } = await joined(client(await tokenFor(MEMBER.id)));
    const undo = new Error('undo');
    await stack.sql
      .begin(async (tx) => {
        await tx`select realtime.send('{}', 'never', ${TOPIC}, true)`;
        throw undo;
      })
      .catch(() => {});
    await send('after');
    await expect.poll(() => received.map(({ event }) => event)).toEqual(['after']);
  });

  it("carries a trigger's row by broadcast_changes", async () => {
    await stack.sql.unsafe(`
      create table private.things (id int, name text);
      create function private.things_changed() returns trigger language plpgsql security definer set search_path = '' as $$
      begin
        perform realtime.broadcast_changes('${TOPIC}', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
        return null;
      end $$;
      create trigger things_changed after insert or update on private.things for each row execute function private.things_changed();
    `);
    const { received } = await joined(client(await tokenFor(MEMBER.id)));
    await stack.sql`insert into private.things values (1, 'a')`;
    await stack.sql`update private.things set name = 'b'`;
    await expect.poll(() => received.length).toBe(2);
    expect(received[1]).toMatchObject({
      event: 'UPDATE',
      payload: {
        table: 'things',
        schema: 'private',
        operation: 'UPDATE',
        record: { id: 1, name: 'b' },
        old_record: { name: 'a' },
      },
    });
  });

  it("is still delivered after the server's connections to Postgres were cut", async () => {
    const { received } = await joined(client(await tokenFor(MEMBER.id)));
    await stack.sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley-realtime'`;
    await send('after-cut');
    await expect.poll(() => received.map(({ event }) => event), { timeout: 5_000 }).toEqual(['after-cut']);
  });
});

describe('a token', () => {
  it('can be refreshed while the channel stays open', async () => {
    let token = await tokenFor(MEMBER.id, '2s');
    const firstEndsAtMs = decodeJwt(token).exp! * 1000;
    const made = stack.client(PUBLISHABLE_KEY, { accessToken: async () => token });
    clients.push(made);
    const { channel, received } = await joined(made);
    token = await tokenFor(MEMBER.id);
    await made.realtime.setAuth();
    await expect.poll(() => Date.now(), { timeout: 4_000 }).toBeGreaterThan(firstEndsAtMs);
    await send('still-here');
    await expect.poll(() => received.map(({ event }) => event)).toEqual(['still-here']);
    expect(channel.state).toBe('joined');
  });

  it('that expires closes the channel', async () => {
    const token = await tokenFor(MEMBER.id, '1s');
    const channel = client(token).channel(TOPIC, { config: { private: true } });
    const system: unknown[] = [];
    const statuses: string[] = [];
    channel.on('system', {}, (message) => system.push(message));
    await channel.socket.setAuth();
    channel.subscribe((status) => statuses.push(status));
    await expect
      .poll(() => system, { timeout: 4_000 })
      .toMatchObject([{ status: 'error', message: 'Token has expired' }]);
    await expect.poll(() => statuses).toContain('CLOSED');
  });

  it('of somebody whose membership ends is of no use from then on, on every channel and in every window', async () => {
    const token = await tokenFor(MEMBER.id);
    const windows = await Promise.all([joined(client(token)), joined(client(token), 'org:one:calls')]);
    const other = await tokenFor(STRANGER.id);
    await stack.sql`insert into private.members values ('one', ${STRANGER.id}, false)`;
    const stays = await joined(client(other));
    const closed = windows.map(
      ({ channel }) => new Promise<void>((resolve) => channel.on('system', {}, () => resolve())),
    );
    await stack.sql.begin(async (sql) => {
      // Says the rest first: what is committed with the ending, or after it, is not for who was removed.
      await sql`select realtime.send('{"n":1}', 'messages', ${TOPIC}, true)`;
      await sql`delete from private.members where user_id = ${MEMBER.id}`;
      await sql`select realtime.send(${sql.json({ userId: MEMBER.id })}, 'membership_revoked', ${TOPIC}, true)`;
    });
    await Promise.all(closed);
    await stack.sql`select realtime.send('{"n":2}', 'messages', ${TOPIC}, true)`;
    await expect.poll(() => stays.received.filter(({ event }) => event === 'messages').length).toBe(2);
    expect(windows[0].received.map(({ event }) => event)).toEqual(['membership_revoked']);
    expect((await join(client(token).channel(TOPIC, { config: { private: true } }))).status).toBe(
      'CHANNEL_ERROR',
    );
    await stack.sql`delete from private.members where user_id = ${STRANGER.id}`;
    await stack.sql`insert into private.members values ('one', ${MEMBER.id}, true)`;
  });

  it('of somebody who was removed closes the channel at the next refresh', async () => {
    const made = client(await tokenFor(MEMBER.id));
    const { channel } = await joined(made);
    const system: unknown[] = [];
    channel.on('system', {}, (message) => system.push(message));
    await stack.sql`update private.members set org = 'elsewhere'`;
    try {
      channel.socket.accessTokenValue = null; // the client sends an unchanged token only once
      await made.realtime.setAuth();
      await expect.poll(() => system).toMatchObject([{ status: 'error' }]);
    } finally {
      await stack.sql`update private.members set org = 'one'`;
    }
  });
});

describe('a message from a client', () => {
  it('reaches the others, is acknowledged, and comes back only when asked for', async () => {
    const sender = await joined(client(await tokenFor(MEMBER.id)), TOPIC, {
      private: true,
      broadcast: { ack: true },
    });
    const echo = await joined(client(await tokenFor(MEMBER.id)), TOPIC, {
      private: true,
      broadcast: { self: true, ack: true },
    });
    expect(await sender.channel.send({ type: 'broadcast', event: 'typing', payload: { who: 'é' } })).toBe(
      'ok',
    );
    expect(await echo.channel.send({ type: 'broadcast', event: 'echo', payload: {} })).toBe('ok');
    await expect.poll(() => echo.received.map(({ event }) => event)).toEqual(['typing', 'echo']);
    expect(echo.received[0]?.payload).toEqual({ who: 'é' });
    expect(sender.received.map(({ event }) => event)).toEqual(['echo']);
  });

  it('may be bytes', async () => {
    const sender = await joined(client(await tokenFor(MEMBER.id)), TOPIC, {
      private: true,
      broadcast: { ack: true },
    });
    const { received } = await joined(client(await tokenFor(MEMBER.id)));
    const bytes = Uint8Array.from([1, 2, 255]);
    expect(await sender.channel.send({ type: 'broadcast', event: 'bytes', payload: bytes.buffer })).toBe(
      'ok',
    );
    await expect.poll(() => received.length).toBe(1);
    expect(new Uint8Array(received[0]!.payload as unknown as ArrayBuffer)).toEqual(bytes);
  });

  it('is refused to a member who may only read', async () => {
    await stack.sql`update private.members set may_send = false`;
    const sender = await joined(client(await tokenFor(MEMBER.id)), TOPIC, {
      private: true,
      broadcast: { ack: true },
    });
    const { received } = await joined(client(await tokenFor(MEMBER.id)));
    expect(await sender.channel.send({ type: 'broadcast', event: 'typing', payload: {} })).not.toBe('ok');
    await send('after');
    await expect.poll(() => received.map(({ event }) => event)).toEqual(['after']);
  });

  it('goes by HTTP, too, under the same policies', async () => {
    const { received } = await joined(client(await tokenFor(MEMBER.id)));
    const member = client(await tokenFor(MEMBER.id)).channel(TOPIC, { config: { private: true } });
    expect(await member.httpSend('by-http', { n: 1 })).toMatchObject({ success: true });
    const stranger = client(await tokenFor(STRANGER.id)).channel(TOPIC, { config: { private: true } });
    await stranger.httpSend('forged', {});
    const batch = await fetch(`${stack.supabase.url}/realtime/v1/api/broadcast`, {
      method: 'POST',
      headers: { apikey: SECRET_KEY, 'content-type': 'application/json' },
      body: JSON.stringify({
        messages: [{ topic: TOPIC, event: 'by-batch', payload: { n: 2 }, private: true }],
      }),
    });
    expect(batch.status).toBe(202);
    await expect
      .poll(() => received.map(({ event, payload }) => [event, payload.n]))
      .toEqual([
        ['by-http', 1],
        ['by-batch', 2],
      ]);
    const keyless = await fetch(`${stack.supabase.url}/realtime/v1/api/broadcast`, {
      method: 'POST',
      body: '{}',
    });
    expect(keyless.status).toBe(401);
  });
});

describe('presence', () => {
  it('shows who is there, also to those who come later, and who left', async () => {
    const make = async (key: string) => {
      const channel = client(await tokenFor(MEMBER.id)).channel(TOPIC, {
        config: { private: true, presence: { key } },
      });
      channel.on('presence', { event: 'sync' }, () => {});
      expect((await join(channel)).status).toBe('SUBSCRIBED');
      return channel;
    };
    const one = await make('one');
    expect(await one.track({ page: 'inbox' })).toBe('ok');
    const two = await make('two');
    await expect.poll(() => two.presenceState()).toMatchObject({ one: [{ page: 'inbox' }] });
    await two.track({});
    await expect.poll(() => Object.keys(one.presenceState()).sort()).toEqual(['one', 'two']);
    await one.unsubscribe();
    await expect.poll(() => Object.keys(two.presenceState())).toEqual(['two']);
  });
});

describe('the protocol', () => {
  it('speaks version 1.0.0 and answers the heartbeat', async () => {
    const address = `${stack.supabase.url.replace('http', 'ws')}/realtime/v1/websocket?apikey=${PUBLISHABLE_KEY}&vsn=1.0.0`;
    const socket = new WebSocket(address);
    const frames: { event: string; topic: string; payload: Record<string, unknown> }[] = [];
    socket.on('message', (data: Buffer) =>
      frames.push(JSON.parse(data.toString()) as (typeof frames)[number]),
    );
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('not a frame');
    socket.send(JSON.stringify({ topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '1' }));
    const payload = { config: { private: true }, access_token: await tokenFor(MEMBER.id) };
    socket.send(
      JSON.stringify({ topic: `realtime:${TOPIC}`, event: 'phx_join', payload, ref: '2', join_ref: '2' }),
    );
    await expect.poll(() => frames.length).toBe(2);
    expect(frames).toMatchObject([
      { topic: 'phoenix', event: 'phx_reply', ref: '1', payload: { status: 'ok' } },
      { topic: `realtime:${TOPIC}`, event: 'phx_reply', ref: '2', payload: { status: 'ok' } },
    ]);
    await send('old', { n: 1 });
    await expect
      .poll(() => frames[2])
      .toMatchObject({ event: 'broadcast', payload: { type: 'broadcast', event: 'old', payload: { n: 1 } } });
    socket.close();
  });
});
