/** A Realtime server with a member and a stranger, for its tests. */
import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import { expect } from 'vitest';
import { seedUser } from '../seed-user.ts';
import { JWT_SECRET, PUBLISHABLE_KEY, startTestStack, type TestStack } from '../test-stack.ts';

export const MEMBER = {
  id: '0193f000-0000-7000-8000-000000000001',
  email: 'm@demo.test',
  password: 'parley-demo',
  name: 'M',
};
export const STRANGER = {
  id: '0193f000-0000-7000-8000-000000000002',
  email: 's@demo.test',
  password: 'parley-demo',
  name: 'S',
};
/** Members of `one` may read and write it. */
export const TOPIC = 'org:one:inbox';

export interface RealtimeWorld {
  stack: TestStack;
  client(token?: string | (() => string)): SupabaseClient;
  /** A channel that is joined, and all that it received since. */
  joined(
    client: SupabaseClient,
    topic?: string,
    config?: object,
  ): Promise<{ channel: RealtimeChannel; received: Received[] }>;
  /** From the database, as triggers do it. */
  send(event: string, payload?: Record<string, string | number>): Promise<unknown>;
  /** Between two tests. */
  disconnect(): Promise<void>;
  stop(): Promise<void>;
}

export type Received = { event: string; payload: Record<string, unknown>; meta?: { id: string } };

export async function startRealtimeWorld(): Promise<RealtimeWorld> {
  const stack = await startTestStack();
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
  let clients: SupabaseClient[] = [];
  return {
    stack,
    client(token) {
      const current = async () => (typeof token === 'function' ? token() : token!);
      const made = stack.client(PUBLISHABLE_KEY, token ? { accessToken: current } : {});
      clients.push(made);
      return made;
    },
    async joined(made, topic = TOPIC, config = { private: true }) {
      const received: Received[] = [];
      const channel = made.channel(topic, { config });
      channel.on('broadcast', { event: '*' }, (message) => received.push(message as unknown as Received));
      expect(await join(channel)).toEqual({ status: 'SUBSCRIBED', reason: undefined });
      return { channel, received };
    },
    send: (event, payload = {}) =>
      stack.sql`select realtime.send(${stack.sql.json(payload)}, ${event}, ${TOPIC}, true)`,
    async disconnect() {
      for (const client of clients) {
        await client.removeAllChannels();
        await client.realtime.disconnect();
      }
      clients = [];
      await stack.sql`update private.members set may_send = true`;
    },
    stop: () => stack.stop(),
  };
}

export const tokenFor = (userId: string, expiresIn = '1h'): Promise<string> =>
  new SignJWT({ sub: userId, role: 'authenticated', aud: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(new TextEncoder().encode(JWT_SECRET));

/** Resolves with the first status that is final for a join. */
export async function join(channel: RealtimeChannel): Promise<{ status: string; reason?: string }> {
  await channel.socket.setAuth(); // the join carries the token that is known when subscribe() is called
  return new Promise((resolve) => {
    channel.subscribe((status, error) => resolve({ status, reason: error?.message }));
  });
}
