/** A real HTTP server on loopback whose answers a test writes, and a log of what reached it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface LocalServer {
  /** `http://127.0.0.1:port` */
  url: string;
  /** `127.0.0.1:port`, for HTTP_ALLOWED_PRIVATE_HOSTS. */
  host: string;
  port: number;
  seen: SeenRequest[];
  /** How the next requests are answered. */
  answer(handler: (response: ServerResponse, request: SeenRequest) => void): void;
  stop(): Promise<void>;
}

export async function startLocalServer(): Promise<LocalServer> {
  let handle: (response: ServerResponse, request: SeenRequest) => void = (response) => response.end('ok');
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: SeenRequest = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(one);
      handle(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    port,
    seen,
    answer: (handler) => {
      handle = handler;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
