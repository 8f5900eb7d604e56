import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import {
  join,
  MEMBER,
  startRealtimeWorld,
  STRANGER,
  tokenFor,
  TOPIC,
  type RealtimeWorld,
} from './testing.ts';

let world: RealtimeWorld;
beforeAll(async () => {
  world = await startRealtimeWorld();
}, 60_000);
afterEach(() => world.disconnect());
afterAll(() => world?.stop());

describe('joining a private channel', () => {
  it('is allowed to a member who signed in with a password', async () => {
    const made = world.client();
    await made.auth.signInWithPassword(MEMBER);
    await world.joined(made);
  });

  it.each([
    ['a signed-in stranger', () => tokenFor(STRANGER.id)],
    ['nobody', () => Promise.resolve(undefined)],
  ])('is denied to %s, with the reason', async (_who, token) => {
    const result = await join(world.client(await token()).channel(TOPIC, { config: { private: true } }));
    expect(result.status).toBe('CHANNEL_ERROR');
    expect(result.reason).toContain('You do not have permissions to read from this Channel topic');
  });

  it('is denied to an expired, forged or unsigned token', async () => {
    const forged = (await tokenFor(MEMBER.id)).slice(0, -3) + 'AAA';
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: MEMBER.id, role: 'authenticated' })).toString('base64url')}.`;
    for (const token of [await tokenFor(MEMBER.id, '-1 minute'), forged, none]) {
      const result = await join(world.client(token).channel(TOPIC, { config: { private: true } }));
      expect(result.status).toBe('CHANNEL_ERROR');
      expect(result.reason).toContain('InvalidJWTToken');
    }
  });

  it('needs an API key for the connection', async () => {
    const socket = new WebSocket(
      `${world.stack.supabase.url.replace('http', 'ws')}/realtime/v1/websocket?apikey=wrong&vsn=2.0.0`,
    );
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', () => {});
    });
    expect(status).toBe(401);
  });

  it('leaves no probe rows behind', async () => {
    await world.joined(world.client(await tokenFor(MEMBER.id)));
    expect(await world.stack.sql`select from realtime.messages where event = 'probe'`).toHaveLength(0);
  });

  it('says that postgres changes are not served', async () => {
    const channel = world.client(await tokenFor(MEMBER.id)).channel(TOPIC);
    channel.on('postgres_changes', { event: '*', schema: 'public' }, () => {});
    expect((await join(channel)).reason).toContain('use broadcast');
  });
});

describe('a token', () => {
  it('can be refreshed while the channel stays open', async () => {
    let token = await tokenFor(MEMBER.id, '2s');
    const firstEndsAtMs = decodeJwt(token).exp! * 1000;
    const made = world.client(() => token);
    const { channel, received } = await world.joined(made);
    token = await tokenFor(MEMBER.id);
    await made.realtime.setAuth();
    await expect.poll(() => Date.now(), { timeout: 4_000 }).toBeGreaterThan(firstEndsAtMs);
    await world.send('still-here');
    await expect.poll(() => received.map(({ event }) => event)).toEqual(['still-here']);
    expect(channel.state).toBe('joined');
  });

  it('that expires closes the channel', async () => {
    // Time enough to join on a busy machine.
    const token = await tokenFor(MEMBER.id, '3s');
    const channel = world.client(token).channel(TOPIC, { config: { private: true } });
    const system: unknown[] = [];
    const statuses: string[] = [];
    channel.on('system', {}, (message) => system.push(message));
    await channel.socket.setAuth();
    channel.subscribe((status) => statuses.push(status));
    await expect.poll(() => system).toMatchObject([{ status: 'error', message: 'Token has expired' }]);
    await expect.poll(() => statuses).toContain('CLOSED');
  });

  it('of somebody whose membership ends is of no use from then on, on every channel and in every window', async () => {
    const token = await tokenFor(MEMBER.id);
    const windows = await Promise.all([
      world.joined(world.client(token)),
      world.joined(world.client(token), 'org:one:calls'),
    ]);
    const other = await tokenFor(STRANGER.id);
    await world.stack.sql`insert into private.members values ('one', ${STRANGER.id}, false)`;
    const stays = await world.joined(world.client(other));
    const closed = windows.map(
      ({ channel }) => new Promise<void>((resolve) => channel.on('system', {}, () => resolve())),
    );
    await world.stack.sql.begin(async (sql) => {
      // Says the rest first: what is committed with the ending, or after it, is not for who was removed.
      await sql`select realtime.send('{"n":1}', 'messages', ${TOPIC}, true)`;
      await sql`delete from private.members where user_id = ${MEMBER.id}`;
      await sql`select realtime.send(${sql.json({ userId: MEMBER.id })}, 'membership_revoked', ${TOPIC}, true)`;
    });
    await Promise.all(closed);
    await world.stack.sql`select realtime.send('{"n":2}', 'messages', ${TOPIC}, true)`;
    await expect.poll(() => stays.received.filter(({ event }) => event === 'messages').length).toBe(2);
    expect(windows[0].received.map(({ event }) => event)).toEqual(['membership_revoked']);
    expect((await join(world.client(token).channel(TOPIC, { config: { private: true } }))).status).toBe(
      'CHANNEL_ERROR',
    );
    await world.stack.sql`delete from private.members where user_id = ${STRANGER.id}`;
    await world.stack.sql`insert into private.members values ('one', ${MEMBER.id}, true)`;
  });

  it('of somebody who was removed closes the channel at the next refresh', async () => {
    const made = world.client(await tokenFor(MEMBER.id));
    const { channel } = await world.joined(made);
    const system: unknown[] = [];
    channel.on('system', {}, (message) => system.push(message));
    await world.stack.sql`update private.members set org = 'elsewhere'`;
    try {
      channel.socket.accessTokenValue = null; // the client sends an unchanged token only once
      await made.realtime.setAuth();
      await expect.poll(() => system).toMatchObject([{ status: 'error' }]);
    } finally {
      await world.stack.sql`update private.members set org = 'one'`;
    }
  });
});
