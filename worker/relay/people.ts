/** From the ids in a webhook to one contact: whoever is known by any of them is that person. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Tx } from '../../platform/db/pool.ts';
import type { PersonIds, SenderIds } from '../../core/whatsapp/inbound/types.ts';
import { canonicalPhone } from '../../core/messaging/identity.ts';

interface Identity {
  kind: 'wa_id' | 'phone' | 'bsuid' | 'parent_bsuid';
  value: string;
}

/** Which id decides when two of them belong to different contacts: Meta's own first, then the most exact. */
const precedence: Identity['kind'][] = ['bsuid', 'wa_id', 'phone', 'parent_bsuid'];

/** The contact's id; a new contact when nobody is known by any of the ids. Ids not seen before are added. */
export async function findOrCreateContact(tx: Tx, orgId: string, ids: SenderIds): Promise<string> {
  const identities = identitiesOf(ids, ids.alsoKnownAs);
  const known = await findKnown(tx, orgId, identities);
  if (known.length === 0) {
    const contactId = await createContact(tx, orgId, ids.profileName ?? null, identities);
    // Somebody else may have made the contact in the same moment; theirs counts.
    return contactId ?? findOrCreateContact(tx, orgId, ids);
  }
  const contactId = choose(known);
  const missing = identities.filter(
    ({ kind, value }) => !known.some((k) => k.kind === kind && k.value === value),
  );
  await addIdentities(tx, orgId, contactId, missing);
  if (ids.profileName && known.find((k) => k.contactId === contactId)?.name === null) {
    await tx`update contacts set name = left(${ids.profileName}, 200) where id = ${contactId} and name is null`;
  }
  return contactId;
}

/** The contact known by any of these ids, or null; makes nobody. */
export async function findContact(tx: Tx, orgId: string, ids: PersonIds): Promise<string | null> {
  const known = await findKnown(tx, orgId, identitiesOf(ids, []));
  return known.length === 0 ? null : choose(known);
}

/** Adds ids to a contact; one that belongs to somebody else stays theirs. */
export async function linkIdentities(
  tx: Tx,
  orgId: string,
  contactId: string,
  ids: PersonIds,
): Promise<void> {
  await addIdentities(tx, orgId, contactId, identitiesOf(ids, []));
}

function identitiesOf(ids: PersonIds, alsoKnownAs: string[]): Identity[] {
  const found: Identity[] = [];
  const add = (kind: Identity['kind'], value: string | null | undefined) => {
    if (value && !found.some((f) => f.kind === kind && f.value === value)) found.push({ kind, value });
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

type Known = Identity & { contactId: string; name: string | null };

async function findKnown(tx: Tx, orgId: string, identities: Identity[]): Promise<Known[]> {
  if (identities.length === 0) return [];
  return tx<Known[]>`
    select i.kind, i.value, i.contact_id as "contactId", c.name
    from contact_identities i
    join unnest(${identities.map((i) => i.kind)}::text[], ${identities.map((i) => i.value)}::text[]) as wanted (kind, value)
      on i.kind = wanted.kind and i.value = wanted.value
    join contacts c on c.id = i.contact_id
    where i.org_id = ${orgId}`;
}

function choose(known: Known[]): string {
  const best = precedence.map((kind) => known.find((k) => k.kind === kind)).find((k) => k !== undefined);
  return (best ?? known[0]!).contactId;
}

async function createContact(
  tx: Tx,
  orgId: string,
  name: string | null,
  identities: Identity[],
): Promise<string | null> {
  const country = countryOf(identities);
  const [contact] = await tx<{ id: string }[]>`
    insert into contacts (org_id, name, country) values (${orgId}, left(${name}, 200), ${country}) returning id`;
  const added = await addIdentities(tx, orgId, contact!.id, identities);
  if (added > 0 || identities.length === 0) return contact!.id;
  await tx`delete from contacts where id = ${contact!.id}`;
  return null;
}

/** By the number's country code; null for somebody without a number, and for codes that several countries share. */
function countryOf(identities: Identity[]): string | null {
  const phone = identities.find(({ kind }) => kind === 'phone')?.value;
  if (phone === undefined) return null;
  return parsePhoneNumberFromString(phone.startsWith('+') ? phone : `+${phone}`)?.country ?? null;
}

async function addIdentities(
  tx: Tx,
  orgId: string,
  contactId: string,
  identities: Identity[],
): Promise<number> {
  if (identities.length === 0) return 0;
  const added = await tx`
    insert into contact_identities (org_id, kind, value, contact_id)
    select ${orgId}, kind, value, ${contactId}
    from unnest(${identities.map((i) => i.kind)}::text[], ${identities.map((i) => i.value)}::text[]) as i (kind, value)
    on conflict do nothing`;
  return added.count;
}
