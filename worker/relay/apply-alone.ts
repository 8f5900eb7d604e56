/** Items of a delivery, each behind a savepoint of its own: one that throws is dead-lettered, the others stand. */
import type { StatusItem, WebhookItem } from '../../core/whatsapp/inbound/types.ts';
import type { Tx } from '../../platform/db/pool.ts';
import type { Logger } from '../../platform/log.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';
import { applyItem, orgOf, type ItemOrigin, type SingleItem } from './apply-item.ts';
import { fingerprintOf, writeDeadLetter } from './dead-letters.ts';
import { eraseDeliveries, MessageErasedError } from './erased.ts';
import { isTransient, stableCode } from './failures.ts';
import { applyStatuses, type NumberStatus } from './items/statuses.ts';
import type { Assets } from './numbers.ts';

/** @throws what `isTransient`: nothing of the transaction stands then */
export async function applyItemsAlone(
  tx: Tx,
  log: Logger,
  assets: Assets,
  items: readonly WebhookItem[],
  origin: ItemOrigin,
): Promise<OutboxMessage[]> {
  const wakes: OutboxMessage[] = [];
  const statuses: NumberStatus[] = [];
  for (const item of items) {
    if (item.kind === 'status') await collectStatus(tx, assets, item, origin, statuses);
    else wakes.push(...(await applyAlone(tx, log, assets, item, origin)));
  }
  return [...wakes, ...(await applyStatusesAlone(tx, log, statuses))];
}

/** An item that throws is dead-lettered; one of an erased message is dropped. */
export async function applyAlone(
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
    if (error instanceof MessageErasedError) {
      await eraseDeliveries(tx, [origin.eventId]);
      return [];
    }
    log.error(
      { err: error, kind: item.kind, webhookEventId: origin.eventId },
      'an item of a delivery failed',
    );
    await writeDeadLetter(tx, {
      orgId: orgOf(assets, item, origin),
      kind: `webhook_${item.kind}`,
      cause: stableCode(error),
      reference: {
        field: item.field,
        item: fingerprintOf(item),
        phoneNumberId:
          assets.number(origin.appKey, item.wabaId, item.metaPhoneNumberId)?.phoneNumberId ?? null,
      },
      seenIn: origin.eventId,
    });
    return [];
  }
}

/** All statuses at once; when one of them breaks the statement, one by one, and only that one is dead-lettered. */
export async function applyStatusesAlone(
  tx: Tx,
  log: Logger,
  statuses: NumberStatus[],
): Promise<OutboxMessage[]> {
  try {
    return await tx.savepoint((sp) => applyStatuses(sp, statuses));
  } catch (error) {
    if (isTransient(error)) throw error;
    if (statuses.length > 1) {
      const wakes: OutboxMessage[] = [];
      for (const status of statuses) wakes.push(...(await applyStatusesAlone(tx, log, [status])));
      return wakes;
    }
    log.error({ err: error }, 'a status of a delivery failed');
    const [{ orgId, eventId, item }] = statuses as [NumberStatus];
    await writeDeadLetter(tx, {
      orgId,
      kind: 'webhook_status',
      cause: stableCode(error),
      reference: { wamid: item.wamid, status: item.status },
      seenIn: eventId,
    });
    return [];
  }
}

/** Puts it to the others, if the number is ours. */
export async function collectStatus(
  tx: Tx,
  assets: Assets,
  item: StatusItem,
  origin: ItemOrigin,
  statuses: NumberStatus[],
) {
  const number = assets.number(origin.appKey, item.wabaId, item.metaPhoneNumberId);
  if (number !== null) {
    const { orgId, phoneNumberId } = number;
    statuses.push({ orgId, phoneNumberId, eventId: origin.eventId, item });
    return;
  }
  await writeDeadLetter(tx, {
    orgId: null,
    kind: 'webhook_status',
    cause: 'foreign_asset',
    reference: { wamid: item.wamid, status: item.status },
    seenIn: origin.eventId,
  });
}
