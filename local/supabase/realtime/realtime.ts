import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import postgres from 'postgres';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { AccessError, ALL_RIGHTS, identify, type Keys, probeRights, roleOfKey } from './access.ts';
import { serveConnection } from './connection.ts';
import { MessageFeed, type StoredMessage } from './feed.ts';
import { Hub } from './hub.ts';
import type { Content, Version } from './protocol.ts';

export type Realtime = {
  /** Takes over a websocket at `/realtime/v1/websocket`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers `/realtime/v1/api/broadcast`, all messages at once or one by its address. */
  handle(request: Request): Promise<Response>;
  close(): Promise<void>;
};

const MAX_FRAME_BYTES = 3_000_000;

/**
 * A stand-in for Supabase Realtime: broadcast and presence over the protocol of supabase-js, private channels
 * judged by the real policies on realtime.messages. No postgres_changes, no replay.
 * @param databaseUrl connection of a superuser, direct
 */
export function startRealtime(options: {
  databaseUrl: string;
  keys: Keys;
  log: (line: string) => void;
}): Realtime {
  const { keys, log } = options;
  const sql = postgres(options.databaseUrl, {
    max: 4,
    onnotice: () => {},
    connection: { application_name: 'parley-realtime' },
  });
  const hub = new Hub();
  const feed = new MessageFeed(sql, (messages) => deliver(hub, messages), log);
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });

  return {
    upgrade(request, socket, head) {
      const query = new URL(request.url ?? '/', 'http://realtime').searchParams;
      const keyRole = roleOfKey(query.get('apikey') ?? request.headers.apikey?.toString(), keys);
      if (!keyRole) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      const version: Version = query.get('vsn') === '2.0.0' ? '2.0.0' : '1.0.0';
      server.handleUpgrade(request, socket, head, (webSocket) =>
        serveConnection(webSocket, version, {
          hub,
          identify: (token) => identify(token, keyRole, keys),
          probeRights: (caller, topic) => probeRights(sql, caller, topic),
          watch: () => feed.watch(),
          unwatch: () => feed.unwatch(),
          log,
        }),
      );
    },
    handle: (request) => broadcastByHttp(request, { sql, hub, keys }),
    async close() {
      for (const client of server.clients) client.terminate();
      await feed.close();
      await sql.end({ timeout: 2 });
    },
  };
}

/**
 * Who a message says is no longer a member hears that and is judged again before anything else of the same look is handed out:
 * unlike hosted Realtime, which caches rights for minutes, this one ends channels at once.
 */
async function deliver(hub: Hub, messages: StoredMessage[]): Promise<void> {
  const broadcast = ({ id, topic, event, payload, private: isPrivate }: StoredMessage): void =>
    hub.broadcast(topic, isPrivate, { id, event, content: { json: payload } });
  const isEnding = ({ event }: StoredMessage): boolean => event === 'membership_revoked';
  const endings = messages.filter(isEnding);
  endings.forEach(broadcast);
  const userIds = new Set(
    endings.map(({ payload }) => String((JSON.parse(payload) as { userId?: string }).userId)),
  );
  for (const userId of userIds) await hub.judgeAgain(userId);
  messages.filter((message) => !isEnding(message)).forEach(broadcast);
}

const batch = z.object({
  messages: z.array(
    z.object({
      topic: z.string().min(1),
      event: z.string().min(1),
      payload: z.unknown(),
      private: z.boolean().default(false),
    }),
  ),
});

type Outgoing = { topic: string; event: string; content: Content; isPrivate: boolean };

async function broadcastByHttp(
  request: Request,
  { sql, hub, keys }: { sql: postgres.Sql; hub: Hub; keys: Keys },
): Promise<Response> {
  if (request.method !== 'POST') return answer(405, 'Only POST');
  const keyRole = roleOfKey(request.headers.get('apikey'), keys);
  if (!keyRole) return answer(401, 'Unauthorized: the apikey header is missing or wrong');
  const outgoing = await readOutgoing(request);
  if (!outgoing) return answer(422, 'Expected {"messages": [{"topic", "event", "payload", "private"}]}');
  try {
    const bearer = request.headers.get('authorization')?.replace(/^Bearer /i, '');
    const caller = await identify(bearer, keyRole, keys);
    for (const { topic, event, content, isPrivate } of outgoing) {
      const rights = isPrivate ? await probeRights(sql, caller, topic) : ALL_RIGHTS;
      // As on hosted: what may not be sent is dropped without a word.
      if (rights.broadcast.write) hub.broadcast(topic, isPrivate, { event, content, id: randomUUID() });
    }
    return new Response(null, { status: 202 });
  } catch (error) {
    if (error instanceof AccessError) return answer(401, error.message);
    throw error;
  }
}

/** Two addresses: `/api/broadcast` with a batch, `/api/broadcast/{topic}/events/{event}` with one payload. */
async function readOutgoing(request: Request): Promise<Outgoing[] | undefined> {
  const url = new URL(request.url);
  const [, topic, event] = /\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/.exec(url.pathname) ?? [];
  if (topic && event) {
    const isBytes = request.headers.get('content-type')?.startsWith('application/octet-stream');
    const content: Content | undefined = isBytes
      ? { bytes: new Uint8Array(await request.arrayBuffer()) }
      : await readJson(request).then((value) =>
          value === undefined ? undefined : { json: JSON.stringify(value) },
        );
    if (!content) return undefined;
    const isPrivate = url.searchParams.get('private') === 'true';
    return [{ topic: decodeURIComponent(topic), event: decodeURIComponent(event), content, isPrivate }];
  }
  const body = batch.safeParse(await readJson(request));
  return body.data?.messages.map((message) => ({
    topic: message.topic.replace(/^realtime:/, ''),
    event: message.event,
    content: { json: JSON.stringify(message.payload ?? {}) },
    isPrivate: message.private,
  }));
}

const readJson = (request: Request): Promise<unknown> => request.json().catch(() => undefined);

const answer = (status: number, message: string): Response => Response.json({ message }, { status });
