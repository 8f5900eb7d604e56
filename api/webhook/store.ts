/**
 * Puts deliveries into Postgres. One that comes alone goes at once; while statements are on their way, what arrives
 * meanwhile gathers and goes together with the next one. So a burst costs few commits, and nobody waits for a timer.
 */
import type { Sql } from '../../platform/db/pool.ts';
import { withinMs } from '../deadline.ts';
import { routeDelivery, type DeliveryRoute } from './route-delivery.ts';

/** Meta waits about this long; after a 503 it comes again, for days. */
const DEADLINE_MS = 5_000;
/** When Postgres hangs, deliveries beyond this are refused at once instead of filling the memory. */
const MAX_BYTES_WAITING = 128 * 1024 * 1024;
/** Statements at once: one may commit while the next is sent. */
const MAX_STATEMENTS = 2;
const MAX_BATCH_ROWS = 200;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export interface Delivery {
  appKey: string;
  body: Buffer;
  /** Kept beside the body, for whoever has to explain a delivery later. */
  headers: Record<string, string>;
}

/** Resolves with the delivery's priority when it is committed; rejects when it can't be, or not in time. */
export type StoreDelivery = (delivery: Delivery) => Promise<DeliveryRoute['priority']>;

export class StoreBusyError extends Error {
  readonly code = 'webhook_store_busy';
}

interface Waiting extends Delivery {
  route: DeliveryRoute;
  expiresAt: number;
  resolve(): void;
  reject(error: unknown): void;
}

export function createDeliveryStore(db: Sql): StoreDelivery {
  let waiting: Waiting[] = [];
  let bytesWaiting = 0;
  let statements = 0;

  function sendNext(): void {
    while (statements < MAX_STATEMENTS && waiting.length > 0) {
      const batch = takeBatch();
      if (batch.length > 0) void send(batch);
    }
  }

  function takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    let bytes = 0;
    let taken = 0;
    for (const delivery of waiting) {
      const isFull = batch.length === MAX_BATCH_ROWS || bytes + delivery.body.length > MAX_BATCH_BYTES;
      if (isFull && batch.length > 0) break;
      taken += 1;
      // Its sender has given up; a row now would only come twice.
      if (delivery.expiresAt <= Date.now())
        settle(delivery, new StoreBusyError('The database was busy for too long.'));
      else {
        batch.push(delivery);
        bytes += delivery.body.length;
      }
    }
    waiting = waiting.slice(taken);
    return batch;
  }

  async function send(batch: Waiting[]): Promise<void> {
    statements += 1;
    let failure: unknown = null;
    try {
      // A statement that hangs must not keep its place for ever.
      await withinMs(insert(db, batch), DEADLINE_MS, 'Storing deliveries');
    } catch (error) {
      failure = error;
    }
    statements -= 1;
    for (const delivery of batch) settle(delivery, failure);
    sendNext();
  }

  function settle(delivery: Waiting, failure: unknown): void {
    bytesWaiting -= delivery.body.length;
    if (failure === null) delivery.resolve();
    else delivery.reject(failure);
  }

  return async (delivery) => {
    if (bytesWaiting + delivery.body.length > MAX_BYTES_WAITING) {
      throw new StoreBusyError('Too many deliveries wait for the database.');
    }
    bytesWaiting += delivery.body.length;
    const route = routeDelivery(delivery.body);
    const stored = new Promise<void>((resolve, reject) => {
      waiting.push({ ...delivery, route, expiresAt: Date.now() + DEADLINE_MS, resolve, reject });
      sendNext();
    });
    await withinMs(stored, DEADLINE_MS, 'Storing a delivery');
    return route.priority;
  };
}

function insert(db: Sql, batch: Waiting[]) {
  let start = 1;
  const items = batch.map(({ appKey, body, headers, route }) => {
    const item = { appKey, headers, ...route, start, length: body.length };
    start += body.length;
    return item;
  });
  const bodies = batch.length === 1 ? batch[0]!.body : Buffer.concat(batch.map(({ body }) => body));
  return db`select private.store_webhooks(${db.json(items)}, ${bodies})`;
}
