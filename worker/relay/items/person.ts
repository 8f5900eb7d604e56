/** What a delivery says about people themselves: their ids, their marketing preference, their name in an address book. */
import type {
  IdentityChangeItem,
  PreferenceItem,
  StateSyncItem,
} from '../../../core/whatsapp/inbound/types.ts';
import type { Tx } from '../../../platform/db/pool.ts';
import { recordConsent } from '../consent.ts';
import type { ConnectedNumber } from '../numbers.ts';
import { findContact, findOrCreateContact, linkIdentities } from '../people.ts';
import { applyThreadEvent } from './thread-event.ts';

/** A number or id moved: a note in the thread, and both ids lead to one person. False when it doesn't say whose. */
export async function applyIdentityChange(tx: Tx, number: ConnectedNumber, item: IdentityChangeItem) {
  const contactId =
    (await findContact(tx, number.orgId, item.previous)) ??
    (await findContact(tx, number.orgId, item.current));
  if (contactId === null && Object.keys(item.previous).length === 0) {
    return false;
  }
  const person = { ...(contactId === null ? item.current : item.previous), alsoKnownAs: [] };
  await applyThreadEvent(tx, number, {
    person: Object.keys(person).length > 1 ? person : { ...item.current, alsoKnownAs: [] },
    wamid: item.wamid,
    direction: 'inbound',
    source: 'contact',
    type: 'system',
    text: item.text,
    content: item.content,
    at: item.at,
    targetWamid: null,
  });
  const known = contactId ?? (await findContact(tx, number.orgId, person));
  if (known !== null) await linkIdentities(tx, number.orgId, known, item.current);
  return true;
}

export async function applyPreference(tx: Tx, number: ConnectedNumber, item: PreferenceItem) {
  const contactId = await findOrCreateContact(tx, number.orgId, item.person);
  if (item.marketing === null) return;
  await recordConsent(tx, {
    orgId: number.orgId,
    contactId,
    state: item.marketing,
    source: 'userPreferences',
    evidence: { value: item.value, category: item.category, signupId: item.signupId },
    at: item.at,
  });
}

/** Names of the phone's address book may be taken over; nobody is opted in, and a removal there deletes nobody here. */
export async function applyStateSync(tx: Tx, number: ConnectedNumber, item: StateSyncItem) {
  if (item.person === null || item.action === 'remove') return;
  const name = item.fullName ?? item.firstName;
  await findOrCreateContact(tx, number.orgId, { ...item.person, ...(name ? { profileName: name } : {}) });
}
