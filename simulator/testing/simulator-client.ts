import type { Json } from '../model.ts';
import { demo } from '../seed.ts';
import { startSimulator } from '../server.ts';
import type { Receiver } from './receiver.ts';
import { startReceiver } from './receiver.ts';

export const MAYA = '15551234567';

export interface Answer {
  status: number;
  body: Json;
  headers: Headers;
}

/** Meta's error envelope in an answer. */
export interface ErrorBody {
  message: string;
  type: string;
  code: number;
  error_subcode?: number;
  error_data?: { messaging_product: string; details: string };
  error_user_msg?: string;
}

/** A simulator in this process with a webhook endpoint, and calls in the words of the domain. */
export async function startWorld() {
  const receiver: Receiver = await startReceiver();
  const simulator = await startSimulator({ port: 0, webhookUrl: receiver.url });

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const init: RequestInit = {
      method,
      headers: { authorization: `Bearer ${demo.accessToken}`, ...headers },
    };
    if (body instanceof FormData || typeof body === 'string') init.body = body;
    else if (body !== undefined) init.body = JSON.stringify(body);
    const response = await fetch(path.startsWith('http') ? path : `${simulator.url}${path}`, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return {
      status: response.status,
      body: isJson ? (JSON.parse(text) as Json) : { text },
      headers: response.headers,
    };
  }

  const messagesPath = `/v25.0/${demo.phoneNumberId}/messages`;
  return {
    simulator,
    receiver,
    call,
    /** POST to /messages with messaging_product filled in. */
    post: (body: Json) => call('POST', messagesPath, { messaging_product: 'whatsapp', ...body }),
    /** An accepted send; returns its wamid. */
    async send(body: Json): Promise<string> {
      const answer = await call('POST', messagesPath, { messaging_product: 'whatsapp', to: MAYA, ...body });
      if (answer.status !== 200) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
      return wamidOf(answer);
    },
    sendText(text = 'Hello', more: Json = {}): Promise<string> {
      return this.send({ type: 'text', text: { body: text }, ...more });
    },
    control: (method: string, path: string, body?: unknown) => call(method, `/_sim/${path}`, body),
    settings: (change: Json) => call('POST', '/_sim/settings', change),
    fault: (fault: Json) => call('POST', '/_sim/faults', fault),
    /** A person writes; returns the wamid. */
    async write(text = 'hi', more: Json = {}): Promise<string> {
      const answer = await call('POST', '/_sim/inbound', { from: MAYA, name: 'Maya', text, ...more });
      if (answer.status !== 202) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
      return String(answer.body.wamid);
    },
    async stats() {
      return (await call('GET', '/_sim/stats')).body as {
        accepted: number;
        rejected: Record<string, number>;
        duplicates: number;
        webhooks: { sent: number; failed: number; retried: number; dropped: number; pending: number };
        peakPerSecond: number;
      };
    },
    /** Back to the seed, with delays short enough for tests. */
    async reset() {
      await call('POST', '/_sim/reset');
      await call('POST', '/_sim/settings', {
        sentAfterMs: 1,
        deliverAfterMs: 5,
        pairLimit: false,
        throughput: 0,
        templateReviewMs: 1,
      });
      receiver.clear();
    },
    async close() {
      await simulator.close();
      await receiver.close();
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

export function wamidOf(answer: Answer): string {
  return (answer.body.messages as { id: string }[])[0]?.id ?? '';
}

export function errorOf(answer: Answer): ErrorBody {
  return answer.body.error as ErrorBody;
}
