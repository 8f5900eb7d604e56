/**
 * A batch of deliveries in one transaction: items in order, statuses at the end in bulk. Nearly always nothing fails, so the first
 * try does without savepoints (a fifth of the round trips); when something does, all is done again with each item behind its own.
 */
import { parseBody } from '../../core/whatsapp/inbound/json.ts';
import { parseWebhook } from '../../core/whatsapp/inbound/parse-webhook.ts';
import type { WebhookItem } from '../../core/whatsapp/inbound/types.ts';
import type { Logger } from '../../platform/log.ts';
import type { Sql, Tx } from '../../platform/db/pool.ts';
import { writeOutbox, type OutboxMessage, type OutboxRow } from '../dispatcher/outbox.ts';
import { applyAlone, applyStatusesAlone, collectStatus } from './apply-alone.ts';
import { applyItem, type ItemOrigin } from './apply-item.ts';
import { writeDeadLetter } from './dead-letters.ts';
import { isTransient, stableCode } from './failures.ts';
import { applyStatuses, type NumberStatus } from './items/statuses.ts';
import type { Assets, ReadAssets } from './numbers.ts';

export interface Delivery {
  id: number;
  appKey: string;
  receivedAt: Date;
  body: Buffer;
}

interface ReadDelivery {
  delivery: Delivery;
  /** null when the body isn't JSON. */
  items: WebhookItem[] | null;
}

/** @throws when the transaction failed as a whole: nothing is done then; when `isTransient`, the same batch can be tried again */
export async function processBatch(
  sql: Sql,
  log: Logger,
  readAssets: ReadAssets,
  deliveries: Delivery[],
): Promise<OutboxRow[]> {
  const read = deliveries.map((delivery): ReadDelivery => {
    const body = parseBody(delivery.body);
    return { delivery, items: body === undefined ? null : parseWebhook(body, delivery.receivedAt) };
  });
  const assets = await assetsFor(readAssets, read);
  try {
    return await applyBatch(sql, log, assets, read, false);
  } catch (error) {
    if (isTransient(error)) throw error;
    return applyBatch(sql, log, assets, read, true);
  }
}

/** A number that was connected a moment ago is no stranger: before one is called so, the assets are looked at again. */
async function assetsFor(readAssets: ReadAssets, read: ReadDelivery[]): Promise<Assets> {
  const assets = await readAssets();
  const hasStrangers = read.some(({ delivery, items }) =>
    items?.some(
      ({ wabaId, metaPhoneNumberId }) =>
        metaPhoneNumberId !== null && assets.number(delivery.appKey, wabaId, metaPhoneNumberId) === null,
    ),
  );
  return hasStrangers ? readAssets({ isFresh: true }) : assets;
}

function applyBatch(
  sql: Sql,
  log: Logger,
  assets: Assets,
  read: ReadDelivery[],
  isolatesItems: boolean,
): Promise<OutboxRow[]> {
  return sql.begin(async (tx) => {
    const wakes: OutboxMessage[] = [];
    const statuses: NumberStatus[] = [];
    for (const { delivery, items } of read) {
      const origin: ItemOrigin = {
        eventId: delivery.id,
        appKey: delivery.appKey,
        arrivedAt: delivery.receivedAt,
      };
      if (items === null) await buryUnreadable(tx, delivery);
      for (const item of items ?? []) {
        if (item.kind === 'status') await collectStatus(tx, assets, item, origin, statuses);
        else if (isolatesItems) wakes.push(...(await applyAlone(tx, log, assets, item, origin)));
        else wakes.push(...(await applyItem(tx, assets, item, origin)));
      }
    }
    wakes.push(
      ...(isolatesItems ? await applyStatusesAlone(tx, log, statuses) : await applyStatuses(tx, statuses)),
    );
    const ids = read.map(({ delivery }) => delivery.id);
    await tx`update private.webhook_events set state = 'done', attempts = attempts + 1 where id = any(${ids}::bigint[])`;
    return writeOutbox(tx, wakes);
  });
}

function buryUnreadable(tx: Tx, delivery: Delivery): Promise<void> {
  return writeDeadLetter(tx, {
    orgId: null,
    kind: 'webhook_body',
    cause: 'not_json',
    reference: { webhookEventId: delivery.id },
    seenIn: delivery.id,
  });
}

/** A delivery that fails as a whole though each item stands behind a savepoint: kept, with the cause, out of the others' way. */
export async function buryDelivery(sql: Sql, delivery: Delivery, error: unknown): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`
      update private.webhook_events set state = 'dead', attempts = attempts + 1, error = ${stableCode(error)} where id = ${delivery.id}`;
    await writeDeadLetter(tx, {
      orgId: null,
      kind: 'webhook_delivery',
      cause: stableCode(error),
      reference: { webhookEventId: delivery.id },
      seenIn: delivery.id,
    });
  });
}
