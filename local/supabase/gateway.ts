import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createLite } from './lite.ts';
import { handleStorage } from './storage-compat.ts';
import { completeTokens, type TokenOptions } from './tokens.ts';
import { startRealtime } from './realtime/realtime.ts';

export type StartSupabaseOptions = {
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** Superuser's connection to a database that `bootstrapSupabase` has prepared. */
  databaseUrl: string;
  /** Signs and checks the users' tokens (HS256), at least 32 characters. */
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
  /** Folder for the bytes of Storage's objects. */
  storageDir: string;
  smtp: { host: string; port: number };
  /** The studio's address; mails lead there. */
  siteUrl: string;
  log: (line: string) => void;
};

export type LocalSupabase = { url: string; close(): Promise<void> };

export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code = 'supabase_port_taken';
}

/**
 * The part of Supabase that browsers talk to, on one port: Auth and Storage by `@supabase/lite`, Realtime by
 * our stand-in. There is no REST door to the tables: the product's own API is the only one.
 * @throws GatewayError when the port can't be used
 */
export async function startSupabase(options: StartSupabaseOptions): Promise<LocalSupabase> {
  const server = createServer();
  const url = await listen(server, options.port);
  const { jwtSecret, publishableKey, secretKey, databaseUrl, log } = options;
  const lite = createLite({ ...options, gatewayUrl: url });
  const realtime = startRealtime({ databaseUrl, keys: { jwtSecret, publishableKey, secretKey }, log });

  const tokens: TokenOptions = { jwtSecret, issuer: `${url}/auth/v1`, userOf };

  async function userOf(token: string): Promise<object> {
    const headers = { apikey: publishableKey, authorization: `Bearer ${token}` };
    const response = await lite.handle(new Request(`${url}/auth/v1/user`, { headers }), null);
    return response.ok ? ((await response.json()) as object) : {};
  }

  async function route(request: Request, peerAddress: string | null): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method === 'OPTIONS') return new Response(null, { status: 204 });
    if (pathname.startsWith('/auth/v1/'))
      return completeTokens(await lite.handle(request, peerAddress), tokens);
    if (pathname.startsWith('/storage/v1/')) return handleStorage(request, peerAddress, lite.handle);
    if (pathname.startsWith('/realtime/v1/api/broadcast')) return realtime.handle(request);
    return Response.json(
      { error: 'not_found', message: `Nothing is served at ${pathname}.` },
      { status: 404 },
    );
  }

  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const request = toRequest(incoming, url);
    route(request, incoming.socket.remoteAddress ?? null)
      .catch((error: unknown) => {
        log(`${incoming.method} ${incoming.url?.split('?')[0]}: ${String(error)}`);
        return Response.json(
          { error: 'internal', message: 'The local Supabase failed, see its log.' },
          { status: 500 },
        );
      })
      .then((response) => write(response, request, outgoing))
      .catch(() => outgoing.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.startsWith('/realtime/v1/websocket')) realtime.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });

  return {
    url,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await realtime.close();
      await lite.close();
      await closed;
    },
  };
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<string> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  } catch (cause) {
    throw new GatewayError(
      `Port ${port} on 127.0.0.1, wanted for Supabase, can't be used (${(cause as NodeJS.ErrnoException).code}): ` +
        'stop the program that holds it, or choose another port.',
      { cause },
    );
  }
}

function toRequest(incoming: IncomingMessage, base: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const item of Array.isArray(value) ? value : [value ?? '']) headers.append(name, item);
  }
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  return new Request(new URL(incoming.url ?? '/', base), {
    method: incoming.method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}),
  });
}

/** Browsers ask from the studio's origin; hosted Supabase allows any, too. */
async function write(response: Response, request: Request, outgoing: ServerResponse): Promise<void> {
  const headers = new Headers(response.headers);
  headers.set('access-control-allow-origin', '*');
  headers.set('access-control-expose-headers', 'Content-Range, Content-Location, X-Total-Count');
  if (request.method === 'OPTIONS') {
    headers.set('access-control-allow-methods', 'GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS');
    headers.set('access-control-allow-headers', request.headers.get('access-control-request-headers') ?? '*');
    headers.set('access-control-max-age', '3600');
  }
  outgoing.writeHead(response.status, Object.fromEntries(headers));
  if (response.body) await pipeline(Readable.fromWeb(response.body as never), outgoing);
  else outgoing.end();
}
