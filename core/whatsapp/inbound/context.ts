/** What the readers of one change share. */
import { canonicalPhone } from '../../messaging/identity.ts';
import type { ContactEntry } from './people.ts';
import type { Json } from './sanitise.ts';
import { malformedCauses, type MalformedCause } from './malformed-causes.ts';
import type { MalformedItem, PersonIds } from './types.ts';

export interface Origin {
  wabaId: string | null;
  metaPhoneNumberId: string | null;
  displayPhoneNumber: string | null;
  field: string | null;
  entryTime: Date | null;
}

export interface ChangeContext {
  origin: Origin;
  contacts: ContactEntry[];
  receivedAt: Date;
}

/** Whether these ids are the business's own number: then it is an echo, whatever list it stands in. */
export function isOwnNumber(ids: PersonIds, { displayPhoneNumber, metaPhoneNumberId }: Origin): boolean {
  if (ids.waId === undefined) return false;
  if (ids.waId === metaPhoneNumberId) return true;
  return ids.phone !== undefined && ids.phone === canonicalPhone(displayPhoneNumber ?? '');
}

export function malformed(
  origin: Origin,
  cause: MalformedCause,
  raw: Json,
  wamid: string | null = null,
): MalformedItem {
  return { kind: 'malformed', ...origin, cause, detail: malformedCauses[cause], wamid, raw };
}
