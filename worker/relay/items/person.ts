/** What a delivery says about people themselves: their ids, their marketing preference, their name in an address book. */
import type {
  IdentityChangeItem,
  PersonIds,
  PreferenceItem,
  StateSyncItem,
} from '../../../core/whatsapp/inbound/types.ts';
import type { Tx } from '../../../platform/db/pool.ts';
import { isNewestConsent, recordConsent, type ConsentRecord } from '../consent.ts';
import type { ConnectedNumber } from '../numbers.ts';
import { findOrCreateContact, linkChangedIds } from '../people.ts';
import { applySystemNote } from './thread-event.ts';

/** A number or id moved: both ids lead to one person, with a note in their thread. False when it doesn't say whose. */
export async function applyIdentityChange(tx: Tx, number: ConnectedNumber, item: IdentityChangeItem) {
  const changes = item.change !== 'securityCode';
  const contactId = changes ? await linkChangedIds(tx, number, item) : null;
  const saysWhose = Object.keys(item.previous).length > 0;
  if (contactId === null && !saysWhose) return false;
  // Somebody unknown begins with the ids they have now; a user id from before says that who had the number until now is somebody else.
  const ids =
    contactId === null || !saysWhose ? { ...userIdsOf(item.previous), ...item.current } : item.previous;
  await applySystemNote(tx, number, { ...ids, alsoKnownAs: [] }, item);
  return true;
}

export async function applyPreference(tx: Tx, number: ConnectedNumber, item: PreferenceItem) {
  const contactId = await findOrCreateContact(tx, number, item.person, { at: item.at });
  if (item.marketing === null) return;
  const entry: ConsentRecord = {
    orgId: number.orgId,
    contactId,
    state: item.marketing,
    source: 'userPreferences',
    actor: 'meta',
    evidence: { value: item.value, category: item.category, signupId: item.signupId },
    at: item.at,
  };
  // The time of arrival is another one for every repeat.
  if (item.atSource === 'arrival' && (await isNewestConsent(tx, entry))) return;
  await recordConsent(tx, entry);
}

/** Names of the phone's address book may be taken over; nobody is opted in, and a removal there deletes nobody here. */
export async function applyStateSync(tx: Tx, number: ConnectedNumber, item: StateSyncItem) {
  if (item.person === null || item.action === 'remove') return;
  const name = item.fullName ?? item.firstName;
  const person = { ...item.person, ...(name ? { profileName: name } : {}) };
  await findOrCreateContact(tx, number, person, { at: item.at });
}

function userIdsOf({ bsuid, parentBsuid }: PersonIds): PersonIds {
  return { ...(bsuid !== undefined && { bsuid }), ...(parentBsuid !== undefined && { parentBsuid }) };
}
