import { Agent, request } from 'undici';

import type { State } from '../state.ts';
import { toMetaJson } from './escape.ts';
import { createHoldBack } from './hold-back.ts';
import type { WebhookItem } from './items.ts';
import { toPayload, wabaOf } from './items.ts';
import { signature } from './sign.ts';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** One webhook on its way. It may start when it is first in the line of each of its order keys. */
interface Delivery {
  items: WebhookItem[];
  orderKeys: string[];
  attempts: number;
  firstTriedAt: number;
}

/** Posts webhooks: signed, with bounded concurrency, repeated with backoff until they are answered with 200. */
export interface WebhookSender {
  /** Applies the webhook faults that match and queues the item. */
  send(item: WebhookItem): void;
  /** Webhooks not answered yet, those that wait for a repetition included. */
  readonly pending: number;
  /** Forgets everything that is queued. */
  clear(): void;
  close(): Promise<void>;
}

export function createWebhookSender(state: State): WebhookSender {
  const agent = new Agent({ connections: 256, pipelining: 1, connect: { timeout: CONNECT_TIMEOUT_MS } });
  const lines = new Map<string, Delivery[]>();
  let ready: Delivery[] = [];
  let readyFrom = 0;
  let active = 0;
  let pending = 0;
  let isClosed = false;

  const holdBack = createHoldBack(state, enqueue);

  function enqueue(items: WebhookItem[], extraOrderKey?: string): void {
    const orderKeys = new Set<string>();
    for (const item of items) if (item.kind === 'inbound') orderKeys.add(item.orderKey);
    if (extraOrderKey !== undefined) orderKeys.add(extraOrderKey);
    const delivery: Delivery = { items, orderKeys: [...orderKeys], attempts: 0, firstTriedAt: 0 };
    pending += 1;
    for (const key of delivery.orderKeys) {
      const line = lines.get(key);
      if (line) line.push(delivery);
      else lines.set(key, [delivery]);
    }
    if (isFirst(delivery)) makeReady(delivery);
  }

  function isFirst(delivery: Delivery): boolean {
    return delivery.orderKeys.every((key) => lines.get(key)?.[0] === delivery);
  }

  function makeReady(delivery: Delivery): void {
    ready.push(delivery);
    pump();
  }

  function pump(): void {
    while (!isClosed && readyFrom < ready.length && active < state.settings.webhookConcurrency) {
      const delivery = ready[readyFrom] as Delivery;
      readyFrom += 1;
      // The last free connection takes waiting statuses along, so that a backlog drains in large requests.
      if (active === state.settings.webhookConcurrency - 1) takeAlong(delivery);
      active += 1;
      void post(delivery);
    }
    if (readyFrom > 1024 && readyFrom * 2 > ready.length) {
      ready = ready.slice(readyFrom);
      readyFrom = 0;
    }
  }

  function takeAlong(delivery: Delivery): void {
    const first = delivery.items[0];
    if (!first || !isLooseStatus(delivery)) return;
    while (readyFrom < ready.length && delivery.items.length < state.settings.webhookBatchMax) {
      const next = ready[readyFrom] as Delivery;
      const item = next.items[0];
      if (!isLooseStatus(next) || !item || wabaOf(item) !== wabaOf(first)) return;
      if (item.kind === 'status' && first.kind === 'status' && item.number !== first.number) return;
      delivery.items.push(...next.items);
      readyFrom += 1;
      pending -= 1;
    }
  }

  async function post(delivery: Delivery): Promise<void> {
    const { epoch, settings, stats } = state;
    const startedAt = Date.now();
    delivery.attempts += 1;
    if (delivery.attempts === 1) delivery.firstTriedAt = startedAt;
    else stats.webhooks.retried += 1;
    const isAnswered = await attempt(delivery);
    active -= 1;
    if (epoch !== state.epoch || isClosed) return pump();
    if (isAnswered) {
      stats.webhooks.sent += 1;
      for (const item of delivery.items) if (item.kind === 'inbound') item.onAnswered();
      finish(delivery);
    } else if (Date.now() - delivery.firstTriedAt >= settings.webhookRetryForMs) {
      stats.webhooks.failed += 1;
      finish(delivery);
    } else {
      const backoffMs = Math.min(FIRST_RETRY_MS * 2 ** (delivery.attempts - 1), LONGEST_RETRY_MS);
      setTimeout(
        () => {
          if (epoch === state.epoch) makeReady(delivery);
        },
        backoffMs * (0.75 + Math.random() / 2),
      ).unref();
    }
    pump();
  }

  async function attempt(delivery: Delivery): Promise<boolean> {
    const body = Buffer.from(toMetaJson(toPayload(delivery.items)), 'latin1');
    try {
      const response = await request(urlOf(state, delivery.items[0] as WebhookItem), {
        dispatcher: agent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'facebookexternalua',
          'x-hub-signature-256': signature(state.identity.appSecret, body),
        },
        body,
        headersTimeout: state.settings.webhookTimeoutMs,
        bodyTimeout: state.settings.webhookTimeoutMs,
      });
      await response.body.dump();
      return response.statusCode === 200;
    } catch {
      // Refused, reset or too slow: all the same to Meta, who tries again.
      return false;
    }
  }

  function finish(delivery: Delivery): void {
    pending -= 1;
    for (const key of delivery.orderKeys) {
      const line = lines.get(key);
      line?.shift();
      if (line?.length === 0) lines.delete(key);
    }
    const next = new Set(delivery.orderKeys.map((key) => lines.get(key)?.[0]));
    for (const candidate of next) if (candidate && isFirst(candidate)) makeReady(candidate);
  }

  return {
    get pending() {
      return pending + holdBack.size;
    },
    send(item) {
      if (wabaOf(item).subscribed && !isClosed) holdBack.pass(item);
    },
    clear() {
      holdBack.clear();
      lines.clear();
      ready = [];
      readyFrom = 0;
      pending = 0;
    },
    async close() {
      isClosed = true;
      holdBack.clear();
      await agent.destroy();
    },
  };
}

/** A status that nothing has to wait for: it may share a request with others. */
function isLooseStatus(delivery: Delivery): boolean {
  return delivery.orderKeys.length === 0 && delivery.items[0]?.kind === 'status';
}

/** Number before account before app; management fields always go to the app (reference section 6.4). */
function urlOf(state: State, item: WebhookItem): string {
  if (item.kind === 'management') return state.settings.webhookUrl;
  return item.number.overrideUrl ?? item.number.waba.overrideUrl ?? state.settings.webhookUrl;
}
