/** One item of a delivery, by its kind. Statuses are not here: they are applied in bulk. */
import type { Tx } from '../../platform/db/pool.ts';
import { itemKey } from '../../core/whatsapp/inbound/keys.ts';
import type { StatusItem, WebhookItem } from '../../core/whatsapp/inbound/types.ts';
import type { OutboxMessage } from '../dispatcher/outbox.ts';
import { writeDeadLetter } from './dead-letters.ts';
import { applyAccount, applyNumber, applyTemplate } from './items/account.ts';
import { applyMessage } from './items/message.ts';
import { applyIdentityChange, applyPreference, applyStateSync } from './items/person.ts';
import { applySystemNote, applyThreadEvent } from './items/thread-event.ts';
import type { Assets, ConnectedNumber } from './numbers.ts';

export type SingleItem = Exclude<WebhookItem, StatusItem>;

export interface ItemOrigin {
  eventId: number;
  appKey: string;
  arrivedAt: Date;
}

/** Applies one item and returns the workflows to wake. Repeating it changes nothing. */
export async function applyItem(
  tx: Tx,
  assets: Assets,
  item: SingleItem,
  origin: ItemOrigin,
): Promise<OutboxMessage[]> {
  switch (item.kind) {
    case 'template':
    case 'account':
    case 'number':
      return applyAccountItem(tx, assets, item, origin);
    case 'malformed':
      await deadLetter(tx, item, origin, item.cause, orgOf(assets, item, origin));
      return [];
    default: {
      const number = assets.number(origin.appKey, item.wabaId, item.metaPhoneNumberId);
      if (number === null) {
        // A field without a number (`calls` of an account, a sync state...) still belongs to the account.
        const orgId = item.metaPhoneNumberId === null ? orgOf(assets, item, origin) : null;
        await deadLetter(tx, item, origin, orgId === null ? 'foreign_asset' : 'kept', orgId);
        return [];
      }
      return applyNumberItem(tx, number, item, origin);
    }
  }
}

type NumberItemKind = Exclude<SingleItem, { kind: 'template' | 'account' | 'number' | 'malformed' }>;

async function applyNumberItem(
  tx: Tx,
  number: ConnectedNumber,
  item: NumberItemKind,
  origin: ItemOrigin,
): Promise<OutboxMessage[]> {
  if (item.kind === 'message') return applyMessage(tx, number, item, origin.arrivedAt);
  const isFirst = await isFirstTime(tx, number.phoneNumberId, item);
  if (!isFirst && !isTimelessStop(item)) return [];
  const keepIt = () => keep(tx, number.orgId, number.phoneNumberId, item, origin);
  switch (item.kind) {
    case 'reaction':
      return applyThreadEvent(tx, number, {
        ...fromPerson(item),
        targetWamid: item.targetWamid,
        targetChange: item.targetWamid === item.wamid ? undefined : { reactions: { contact: item.emoji } },
      });
    case 'edit':
      return applyThreadEvent(tx, number, {
        ...fromPerson(item),
        targetWamid: item.targetWamid,
        targetChange: { edited: { text: item.edited?.text ?? null, at: item.sentAt } },
      });
    case 'revoke':
      return applyThreadEvent(tx, number, {
        ...fromPerson(item),
        targetWamid: item.targetWamid,
        targetChange: { revoked: { at: item.sentAt } },
      });
    case 'requestWelcome':
      return applyThreadEvent(tx, number, { ...fromPerson(item), targetWamid: null });
    case 'system':
      if (item.from === null) return keepIt();
      return applySystemNote(tx, number, item.from, item);
    case 'identityChange':
      return (await applyIdentityChange(tx, number, item)) ? [] : keepIt();
    case 'echo':
      if (item.to === null) return keepIt();
      return applyThreadEvent(tx, number, {
        person: item.to,
        wamid: item.wamid,
        direction: 'outbound',
        source: 'phoneApp',
        type: item.action ?? item.type,
        text: item.text,
        content: item.content,
        media: item.media,
        at: item.sentAt,
        targetWamid: item.targetWamid,
      });
    case 'history':
      if (item.person === null) return keepIt();
      return applyThreadEvent(tx, number, {
        person: item.person,
        wamid: item.wamid,
        direction: item.direction,
        source: 'history',
        type: item.type,
        text: item.text,
        content: item.content,
        media: item.media,
        at: item.sentAt,
        targetWamid: null,
        status: item.direction === 'outbound' ? item.status : null,
        isPlaceholder: item.isPlaceholder,
      });
    case 'preference':
      await applyPreference(tx, number, item);
      return [];
    case 'stateSync':
      await applyStateSync(tx, number, item);
      return [];
    case 'historySync':
    case 'call':
    case 'group':
    case 'error':
    case 'other':
      return keepIt();
  }
}

function fromPerson(item: Extract<SingleItem, { kind: 'reaction' | 'edit' | 'revoke' | 'requestWelcome' }>) {
  return {
    person: item.from,
    wamid: item.wamid,
    direction: 'inbound' as const,
    source: 'contact' as const,
    type: item.kind,
    text: item.text,
    content: item.content,
    at: item.sentAt,
  };
}

async function applyAccountItem(
  tx: Tx,
  assets: Assets,
  item: Extract<SingleItem, { kind: 'template' | 'account' | 'number' }>,
  origin: ItemOrigin,
): Promise<OutboxMessage[]> {
  const account = assets.account(origin.appKey, item.wabaId);
  if (account === null) {
    await deadLetter(tx, item, origin, 'foreign_asset', null);
    return [];
  }
  if (!(await isFirstTime(tx, account.wabaAccountId, item))) return [];
  if (item.kind === 'template') return applyTemplate(tx, account, item);
  if (item.kind === 'number') await applyNumber(tx, account, item);
  if (item.kind === 'account' && !(await applyAccount(tx, account, item)))
    return keep(tx, account.orgId, account.wabaAccountId, item, origin);
  return [];
}

/** Nothing acts on it yet: the raw delivery is kept, and the reference says where. It isn't done, so it isn't noted as done. */
async function keep(
  tx: Tx,
  orgId: string,
  assetId: string,
  item: SingleItem,
  origin: ItemOrigin,
): Promise<[]> {
  await tx`delete from private.processed_keys where key = ${processedKey(assetId, item)}`;
  await deadLetter(tx, item, origin, 'kept', orgId);
  return [];
}

async function deadLetter(tx: Tx, item: SingleItem, origin: ItemOrigin, cause: string, orgId: string | null) {
  // NOTE: by content, not by delivery: the same thing posted twice is one dead letter.
  await writeDeadLetter(tx, {
    orgId,
    kind: `webhook_${item.kind}`,
    cause,
    reference: { field: item.field, content: itemKey(item) },
    seenIn: origin.eventId,
  });
}

/** Whose an item is; null: no organisation's that we know. */
export function orgOf(assets: Assets, item: WebhookItem, origin: ItemOrigin): string | null {
  const number = assets.number(origin.appKey, item.wabaId, item.metaPhoneNumberId);
  if (number !== null) return number.orgId;
  return item.metaPhoneNumberId === null ? (assets.account(origin.appKey, item.wabaId)?.orgId ?? null) : null;
}

/** Nothing but the ledger tells a repeat of it from a stop that followed a resume, and no stop may be lost. */
function isTimelessStop(item: SingleItem): boolean {
  return item.kind === 'preference' && item.marketing === 'denied' && item.atSource === 'arrival';
}

/** For items without a natural key: done once within ten days. */
async function isFirstTime(tx: Tx, assetId: string, item: SingleItem): Promise<boolean> {
  const noted = await tx`
    insert into private.processed_keys (key) values (${processedKey(assetId, item)}) on conflict do nothing`;
  return noted.count > 0;
}

const processedKey = (assetId: string, item: SingleItem) => `${assetId} ${item.kind} ${itemKey(item)}`;
