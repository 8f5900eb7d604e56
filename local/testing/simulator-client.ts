import { waitUntil } from '../process/wait.ts';

/** An accepted send, as `GET /_sim/outbound` tells it. */
export type Outbound = {
  cursor: string | number;
  wamid: string;
  to: string;
  type: string;
  body: Record<string, unknown>;
  metaPhoneNumberId: string;
  callbackData?: string | null;
  at: string;
};

export type Inbound = { from: string; name?: string; metaPhoneNumberId?: string; timestamp?: number } & (
  | { text: string }
  | { message: Record<string, unknown> }
  /** A cart, with the prices of the simulator's catalogue. */
  | { order: { items: { productId: string; quantity: number }[]; note?: string } }
);

export type SimulatorStats = {
  accepted: number;
  rejected: Record<string, number>;
  duplicates: number;
  webhooks: { sent: number; failed: number; retried: number };
  peakPerSecond: number;
};

export type FaultRule = {
  match?: { to?: string; type?: string; metaPhoneNumberId?: string };
  times?: number;
  action: Record<string, unknown>;
};

export type SimulatorClient = ReturnType<typeof simulatorClient>;

/** The simulator's control API as functions. `url` is its root, without a slash at the end. */
export function simulatorClient(url: string) {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}/_sim/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${method} /_sim/${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  type Filter = { to?: string; after?: string | number; limit?: number };
  const outbound = (filter: Filter = {}) => {
    const entries: [string, string][] = Object.entries(filter).map(([key, value]) => [key, String(value)]);
    return call<{ items: Outbound[]; next: string | number | null }>(
      'GET',
      `outbound?${new URLSearchParams(entries)}`,
    );
  };

  return {
    url,
    /** A person writes. */
    inbound: (message: Inbound) => call<{ wamid: string }>('POST', 'inbound', message),
    /** A person presses a button or picks a list row of a message they were sent. */
    press: (from: string, wamid: string, id: string) =>
      call<{ wamid: string }>('POST', 'inbound', { from, press: { wamid, id } }),
    /** A person presses a template's quick reply button. */
    quickReply: (from: string, wamid: string, index: number) =>
      call<{ wamid: string }>('POST', 'inbound', { from, quickReply: { wamid, index } }),
    outbound,
    stats: () => call<SimulatorStats>('GET', 'stats'),
    addFault: (rule: FaultRule) => call<{ id: string }>('POST', 'faults', rule),
    removeFaults: (id?: string) => call<unknown>('DELETE', id ? `faults/${id}` : 'faults'),
    settings: (values: Record<string, unknown>) => call<unknown>('POST', 'settings', values),
    addNumber: (number: { metaPhoneNumberId: string; displayPhoneNumber: string; accessToken?: string }) =>
      call<unknown>('POST', 'numbers', number),
    read: (to: string, wamid?: string) => call<unknown>('POST', 'read', { to, wamid }),
    reset: () => call<unknown>('POST', 'reset'),

    /** The first accepted send that the predicate takes, among those matching `to` and after the cursor `after`. */
    async waitForOutbound(
      predicate: (message: Outbound) => boolean,
      options: { timeoutMs?: number; to?: string; after?: string | number } = {},
    ): Promise<Outbound> {
      const { timeoutMs = 15_000, to, after } = options;
      let seen: Outbound[] = [];
      const filter = { limit: 1000, ...(to ? { to } : {}), ...(after === undefined ? {} : { after }) };
      try {
        return await waitUntil(
          async () => {
            seen = (await outbound(filter)).items;
            return seen.find(predicate);
          },
          { timeoutMs, what: 'the expected message at the simulator' },
        );
      } catch (error) {
        const bodies = seen.slice(-5).map((message) => JSON.stringify(message.body).slice(0, 300));
        throw new Error(
          `${(error as Error).message}; last of ${seen.length} accepted: ${bodies.join('\n')}`,
          {
            cause: error,
          },
        );
      }
    },
  };
}
