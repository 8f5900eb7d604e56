import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { PUBLISHABLE_KEY, SECRET_KEY } from '../test-stack.ts';
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

describe('a message from the database', () => {
  it('reaches every member of its topic once, in order, and nobody else', async () => {
    const one = await world.joined(world.client(await tokenFor(MEMBER.id)));
    const two = await world.joined(world.client(await tokenFor(MEMBER.id)));
    const other = await world.joined(world.client(await tokenFor(MEMBER.id)), 'org:one:campaigns');
    const open = await world.joined(world.client(), TOPIC, { private: false });
    await world.send('first', { n: 1 });
    await world.stack.sql.begin(async (tx) => {
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
    const { received } = await world.joined(world.client(await tokenFor(MEMBER.id)));
    await world.stack.sql.begin(async (slow) => {
      await slow`select realtime.send('{"n":1}', 'slow', ${TOPIC}, true)`;
      await world.send('fast', { n: 2 });
      await expect.poll(() => received.map(({ event }) => event)).toEqual(['fast']);
    });
    await expect.poll(() => received.map(({ event }) => event)).toEqual(['fast', 'slow']);
  });

  it('is not sent when its transaction is rolled back', async () => {
    const { received } = await world.joined(world.client(await tokenFor(MEMBER.id)));
    const undo = new Error('undo');
    await world.stack.sql
      .begin(async (tx) => {
        await tx`select realtime.send('{}', 'never', ${TOPIC}, true)`;
        throw undo;
      })
      .catch(() => {});
    await world.send('after');
    await expect.poll(() => received.map(({ event }) => event)).toEqual(['after']);
  });

  it("carries a trigger's row by broadcast_changes", async () => {
    await world.stack.sql.unsafe(`
      create table private.things (id int, name text);
      create function private.things_changed() returns trigger language plpgsql security definer set search_path = '' as $$
      begin
        perform realtime.broadcast_changes('${TOPIC}', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
        return null;
      end $$;
      create trigger things_changed after insert or update on private.things for each row execute function private.things_changed();
    `);
    const { received } = await world.joined(world.client(await tokenFor(MEMBER.id)));
    await world.stack.sql`insert into private.things values (1, 'a')`;
    await world.stack.sql`update private.things set name = 'b'`;
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
    const { received } = await world.joined(world.client(await tokenFor(MEMBER.id)));
    await world.stack
      .sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley-realtime'`;
    await world.send('after-cut');
    await expect.poll(() => received.map(({ event }) => event), { timeout: 5_000 }).toEqual(['after-cut']);
  });
});

describe('a message from a client', () => {
  it('reaches the others, is acknowledged, and comes back only when asked for', async () => {
    const sender = await world.joined(world.client(await tokenFor(MEMBER.id)), TOPIC, {
      private: true,
      broadcast: { ack: true },
    });
    const echo = await world.joined(world.client(await tokenFor(MEMBER.id)), TOPIC, {
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
    const sender = await world.joined(world.client(await tokenFor(MEMBER.id)), TOPIC, {
      private: true,
      broadcast: { ack: true },
    });
    const { received } = await world.joined(world.client(await tokenFor(MEMBER.id)));
    const bytes = Uint8Array.from([1, 2, 255]);
    expect(await sender.channel.send({ type: 'broadcast', event: 'bytes', payload: bytes.buffer })).toBe(
      'ok',
    );
    await expect.poll(() => received.length).toBe(1);
    expect(new Uint8Array(received[0]!.payload as unknown as ArrayBuffer)).toEqual(bytes);
  });

  it('is refused to a member who may only read', async () => {
    await world.stack.sql`update private.members set may_send = false`;
    const sender = await world.joined(world.client(await tokenFor(MEMBER.id)), TOPIC, {
      private: true,
      broadcast: { ack: true },
    });
    const { received } = await world.joined(world.client(await tokenFor(MEMBER.id)));
    expect(await sender.channel.send({ type: 'broadcast', event: 'typing', payload: {} })).not.toBe('ok');
    await world.send('after');
    await expect.poll(() => received.map(({ event }) => event)).toEqual(['after']);
  });

  it('goes by HTTP, too, under the same policies', async () => {
    const { received } = await world.joined(world.client(await tokenFor(MEMBER.id)));
    const member = world.client(await tokenFor(MEMBER.id)).channel(TOPIC, { config: { private: true } });
    expect(await member.httpSend('by-http', { n: 1 })).toMatchObject({ success: true });
    const stranger = world.client(await tokenFor(STRANGER.id)).channel(TOPIC, { config: { private: true } });
    await stranger.httpSend('forged', {});
    const batch = await fetch(`${world.stack.supabase.url}/realtime/v1/api/broadcast`, {
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
    const keyless = await fetch(`${world.stack.supabase.url}/realtime/v1/api/broadcast`, {
      method: 'POST',
      body: '{}',
    });
    expect(keyless.status).toBe(401);
  });
});

describe('presence', () => {
  it('shows who is there, also to those who come later, and who left', async () => {
    const make = async (key: string) => {
      const channel = world.client(await tokenFor(MEMBER.id)).channel(TOPIC, {
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
    const address = `${world.stack.supabase.url.replace('http', 'ws')}/realtime/v1/websocket?apikey=${PUBLISHABLE_KEY}&vsn=1.0.0`;
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
    await world.send('old', { n: 1 });
    await expect
      .poll(() => frames[2])
      .toMatchObject({ event: 'broadcast', payload: { type: 'broadcast', event: 'old', payload: { n: 1 } } });
    socket.close();
  });
});
