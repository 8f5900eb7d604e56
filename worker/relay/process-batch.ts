/**
 * A batch of deliveries in one transaction: items in order, statuses at the end in bulk. Nearly always nothing fails, so the first
 * try does without savepoints (a fifth of the round trips); when something does, all is done again with each item behind its own.
 */
import { parseBody } from '../../core/whatsapp/inbound/json.ts';
import { parseWebhook } from '../../core/whatsapp/inbound/parse-webhook.ts';
import type { StatusItem } from '../../core/whatsapp/inbound/types.ts';
import type { Logger } from '../../platform/log.ts';
import type { Sql, Tx } from '../../platform/db/pool.ts';
import { writeOutbox, type OutboxMessage, type OutboxRow } from '../dispatcher/outbox.ts';
import { applyItem, type ItemOrigin, type SingleItem } from './apply-item.ts';
import { writeDeadLetter } from './dead-letters.ts';
import { applyStatuses, type NumberStatus } from './items/statuses.ts';
import type { Assets } from './numbers.ts';

export interface Delivery {
  id: number;
  appKey: string;
  receivedAt: Date;
  body: Buffer;
}

/** @throws when the transaction failed as a whole: nothing is done then; when `isTransient`, the same batch can be tried again */
export async function processBatch(
  sql: Sql,
  log: Logger,
  assets: Assets,
  deliveries: Delivery[],
): Promise<OutboxRow[]> {
  try {
    return await applyBatch(sql, log, assets, deliveries, false);
  } catch (error) {
    if (isTransient(error)) throw error;
    return applyBatch(sql, log, assets, deliveries, true);
  }
}

function applyBatch(
  sql: Sql,
  log: Logger,
  assets: Assets,
  deliveries: Delivery[],
  isolatesItems: boolean,
): Promise<OutboxRow[]> {
  return sql.begin(async (tx) => {
    const wakes: OutboxMessage[] = [];
    const statuses: NumberStatus[] = [];
    for (const delivery of deliveries) {
      const origin: ItemOrigin = {
        eventId: delivery.id,
        appKey: delivery.appKey,
        arrivedAt: delivery.receivedAt,
      };
      const body = parseBody(delivery.body);
      if (body === undefined) {
        await writeDeadLetter(tx, {
          orgId: null,
          kind: 'webhook_body',
          cause: 'not_json',
          reference: { webhookEventId: delivery.id },
          firstSeenIn: delivery.id,
        });
        continue;
      }
      for (const item of parseWebhook(body, delivery.receivedAt)) {
        if (item.kind === 'status') await collectStatus(tx, assets, item, origin, statuses);
        else if (isolatesItems) wakes.push(...(await applyAlone(tx, log, assets, item, origin)));
        else wakes.push(...(await applyItem(tx, assets, item, origin)));
      }
    }
    if (isolatesItems) await applyStatusesAlone(tx, log, statuses);
    else await applyStatuses(tx, statuses);
    await tx`update private.webhook_events set state = 'done', attempts = attempts + 1 where id = any(${deliveries.map((d) => d.id)}::bigint[])`;
    return writeOutbox(tx, wakes);
  });
}

/** An item that throws is dead-lettered alone; the others of its delivery stand. */
async function applyAlone(
  tx: Tx,
  log: Logger,
  assets: Assets,
  item: SingleItem,
  origin: ItemOrigin,
): Promise<OutboxMessage[]> {
  try {
    return await tx.savepoint((sp) => applyItem(sp, assets, item, origin));
  } catch (error) {
    if (isTransient(error)) throw error;
    log.error(
      { err: error, kind: item.kind, webhookEventId: origin.eventId },
      'an item of a delivery failed',
    );
    await writeDeadLetter(tx, {
      orgId: assets.number(origin.appKey, item.wabaId, item.metaPhoneNumberId)?.orgId ?? null,
      kind: `webhook_${item.kind}`,
      cause: stableCode(error),
      reference: { webhookEventId: origin.eventId, field: item.field },
      firstSeenIn: origin.eventId,
    });
    return [];
  }
}

/** All statuses at once; when one of them breaks the statement, one by one, and only that one is dead-lettered. */
async function applyStatusesAlone(tx: Tx, log: Logger, statuses: NumberStatus[]): Promise<void> {
  try {
    await tx.savepoint((sp) => applyStatuses(sp, statuses));
  } catch (error) {
    if (isTransient(error)) throw error;
    if (statuses.length > 1) {
      for (const status of statuses) await applyStatusesAlone(tx, log, [status]);
      return;
    }
    log.error({ err: error }, 'a status of a delivery failed');
    await writeDeadLetter(tx, {
      orgId: null,
      kind: 'webhook_status',
      cause: stableCode(error),
      reference: {
        wamid: statuses[0]!.item.wamid.slice(0, 256),
        status: statuses[0]!.item.status.slice(0, 64),
      },
    });
  }
}

async function collectStatus(
  tx: Tx,
  assets: Assets,
  item: StatusItem,
  origin: ItemOrigin,
  statuses: NumberStatus[],
) {
  const number = assets.number(origin.appKey, item.wabaId, item.metaPhoneNumberId);
  if (number !== null) {
    statuses.push({ phoneNumberId: number.phoneNumberId, item });
    return;
  }
  await writeDeadLetter(tx, {
    orgId: null,
    kind: 'webhook_status',
    cause: 'foreign_asset',
    reference: { wamid: item.wamid.slice(0, 256), status: item.status.slice(0, 64) },
    firstSeenIn: origin.eventId,
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
      firstSeenIn: delivery.id,
    });
  });
}

/** Connection lost, server shutting down, deadlock or serialization failure: the whole batch is tried again. */
export function isTransient(error: unknown): boolean {
  return /^(08|40|53|57|CONNECTION_|ECONN|EPIPE)/.test(stableCode(error));
}

function stableCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'failed';
}
