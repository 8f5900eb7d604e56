import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Json } from '../model.ts';

export interface Received {
  raw: Buffer;
  headers: Record<string, string | string[] | undefined>;
  body: WebhookBody;
}

export interface WebhookBody {
  object: string;
  entry: { id: string; time?: number; changes: { field: string; value: Value }[] }[];
}

export interface Value extends Json {
  metadata?: { phone_number_id: string; display_phone_number: string };
  contacts?: Json[];
  messages?: (Json & { id: string; type: string })[];
  statuses?: (Json & { id: string; status: string })[];
}

export type Item = { kind: 'message' | 'status' | 'other'; value: Json; change: Value; field: string };

/** A webhook endpoint that keeps what it gets and answers as it is told. */
export async function startReceiver() {
  const received: Received[] = [];
  const items: Item[] = [];
  const waiting = new Set<() => void>();
  /** Status for the next webhooks, or a function that decides; 200 when it is done. */
  let answer: (received: Received) => number = () => 200;

  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      response.end(query.get('hub.verify_token') === 'good' ? query.get('hub.challenge') : 'no');
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const entry: Received = {
        raw,
        headers: request.headers,
        body: JSON.parse(raw.toString('utf8')) as WebhookBody,
      };
      received.push(entry);
      const status = answer(entry);
      if (status === 200) items.push(...itemsOf(entry.body));
      response.writeHead(status).end();
      for (const check of waiting) check();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/webhooks/whatsapp`,
    received,
    /** Everything that was answered with 200, in the order of arrival. */
    items,
    answerWith(next: (received: Received) => number) {
      answer = next;
    },
    /** Resolves as soon as `read` finds something in what has come. */
    async until<T>(read: () => T | undefined | false, what = 'the webhook'): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check);
          reject(new Error(`${what} didn't come within 5 s; got ${JSON.stringify(items)}`));
        }, 5_000);
        const check = () => {
          const found = read();
          if (found === undefined || found === false) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      });
    },
    status(wamid: string, status: string) {
      return items.find(
        ({ kind, value }) => kind === 'status' && value.id === wamid && value.status === status,
      )?.value;
    },
    clear() {
      received.length = 0;
      items.length = 0;
      answer = () => 200;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

function itemsOf(body: WebhookBody): Item[] {
  return body.entry.flatMap((entry) =>
    entry.changes.flatMap(({ field, value }): Item[] => {
      const messages = (value.messages ?? []).map((one) => ({
        kind: 'message' as const,
        value: one,
        change: value,
        field,
      }));
      const statuses = (value.statuses ?? []).map((one) => ({
        kind: 'status' as const,
        value: one,
        change: value,
        field,
      }));
      const all = [...messages, ...statuses];
      return all.length > 0 ? all : [{ kind: 'other', value, change: value, field }];
    }),
  );
}
