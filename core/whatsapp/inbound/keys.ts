/**
 * What makes an item the same item again. Meta repeats deliveries for days, so every item has a key: from its own ids
 * where it has some, else from its content.
 */
import type { WebhookItem } from './types.ts';

/** Equal for repeats of the same item on the same number, different otherwise. Not a secret, not for security. */
export function itemKey(item: WebhookItem): string {
  switch (item.kind) {
    case 'message':
      // A placeholder and the message that fills it in later share their id, but both must be applied.
      return item.isPlaceholder ? `placeholder:${item.wamid}` : `message:${item.wamid}`;
    case 'echo':
      return `echo:${item.wamid}`;
    case 'history':
      return item.isPlaceholder ? `historyPlaceholder:${item.wamid}` : `history:${item.wamid}`;
    case 'reaction':
    case 'edit':
    case 'revoke':
    case 'requestWelcome':
      return item.wamid === null ? contentKey(item) : `${item.kind}:${item.wamid}`;
    case 'status': {
      const time = item.atSource === 'meta' ? item.at.getTime() / 1_000 : 'none';
      const reader = item.groupId === null ? '' : `:${item.recipient?.waId ?? item.recipient?.bsuid ?? ''}`;
      return `status:${item.wamid}:${item.status}:${time}${reader}`;
    }
    case 'identityChange':
    case 'system':
    case 'historySync':
    case 'preference':
    case 'stateSync':
    case 'call':
    case 'group':
    case 'template':
    case 'account':
    case 'number':
    case 'error':
    case 'other':
    case 'malformed':
      return contentKey(item);
  }
}

function contentKey(item: WebhookItem): string {
  const origin = [item.wabaId, item.metaPhoneNumberId, item.field, item.entryTime?.getTime() ?? null];
  const text = JSON.stringify([origin, item.raw]);
  return `${item.kind}:${fingerprint(text, 0x811c9dc5)}${fingerprint(text, 0x9e3779b9)}${text.length.toString(16)}`;
}

/** 32-bit FNV-1a with a final mix; two of them with other seeds are far from colliding in ten days of events. */
function fingerprint(text: string, seed: number): string {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, '0');
}
