/** The ids by which WhatsApp names people, one by one as they are kept. */
import { canonicalPhone } from '../../core/messaging/identity.ts';
import type { PersonIds } from '../../core/whatsapp/inbound/types.ts';

export interface Identity {
  kind: 'wa_id' | 'phone' | 'bsuid' | 'parent_bsuid';
  value: string;
}

/** An id of a contact; a number only leads to one until it changes hands. */
export type Known = Identity & {
  contactId: string;
  name: string | null;
  createdKey: string;
  isLatest: boolean;
  /** Named before on an account of the same portfolio; only of interest for a `bsuid`. */
  isOfPortfolio: boolean;
};

/** What a delivery says of one person; other `wa_id`s of theirs count as much as the first. */
export function identitiesOf(ids: PersonIds, alsoKnownAs: string[]): Identity[] {
  const found: Identity[] = [];
  const add = (kind: Identity['kind'], value: string | null | undefined) => {
    if (value && !includes(found, { kind, value })) found.push({ kind, value });
  };
  add('bsuid', ids.bsuid);
  add('wa_id', ids.waId);
  add('phone', ids.phone);
  for (const waId of alsoKnownAs) {
    add('wa_id', waId);
    add('phone', canonicalPhone(waId));
  }
  add('parent_bsuid', ids.parentBsuid);
  return found;
}

/** Whether this id is one of those. */
export function includes(identities: Identity[], { kind, value }: Identity): boolean {
  return identities.some((identity) => identity.kind === kind && identity.value === value);
}

/** Given by WhatsApp; never that of two people. */
export function isUserId({ kind }: Identity): boolean {
  return kind === 'bsuid' || kind === 'parent_bsuid';
}

/** Changes hands. */
export function isNumber({ kind }: Identity): boolean {
  return kind === 'wa_id' || kind === 'phone';
}
