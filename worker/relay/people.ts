/** From the ids in a webhook to one contact: whoever is known by any of them is that person. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Tx } from '../../platform/db/pool.ts';
import { suppressionHash } from '../../platform/secrets/suppression.ts';
import type { PersonIds, SenderIds } from '../../core/whatsapp/inbound/types.ts';
import { erasedName, isErased, MessageErasedError } from './erased.ts';
import { identitiesOf, includes, type Identity, type Known } from './identities.ts';
import type { ConnectedNumber } from './numbers.ts';
import { noteAccount, strangersAmong, takeNumbers } from './strangers.ts';

/** Whose people: the organisation and its number, and the key for the hashes of their ids. */
type Scope = Pick<ConnectedNumber, 'orgId' | 'phoneNumberId' | 'wabaAccountId' | 'suppressionKey'>;

/**
 * The contact's id; a new contact when nobody is known by any of the ids. Ids not seen before are added. When WhatsApp names by one
 * delivery what we knew as two contacts, they become one: the older stays. A number whose owner is somebody else is no link.
 *
 * @param options.at when the person had these ids
 * @param options.wrote the person wrote this themselves: answers go to the id they used
 * @param options.wamids of the messages because of which the contact is asked for
 * @throws MessageErasedError when one of these messages was erased
 */
export async function findOrCreateContact(
  tx: Tx,
  scope: Scope,
  ids: SenderIds,
  options: { at: Date; wrote?: boolean; wamids?: string[] },
): Promise<string> {
  const identities = identitiesOf(ids, ids.alsoKnownAs);
  const because = options.wamids?.map((wamid) => erasedName(scope.phoneNumberId, wamid));
  const found = await findKnown(tx, scope, identities, because);
  await noteAccount(tx, scope, found);
  const strangers = await strangersAmong(tx, scope, { userIds: [ids.bsuid], contactIds: [] }, found);
  const taken = await takeNumbers(tx, scope, { from: strangers, numbers: identities, at: options.at });
  const known = found.filter(({ contactId }) => !taken.includes(contactId));
  const missing = identities.filter((identity) => !includes(known, identity));
  const linked = known.filter(({ contactId }) => !strangers.includes(contactId));
  if (linked.length === 0) {
    const contactId = await createContact(tx, scope, ids.profileName ?? null, missing, options.at);
    // Somebody else may have made the contact, or a part of it, in the same moment: looked at again, it is one.
    return contactId ?? findOrCreateContact(tx, scope, ids, options);
  }
  const contactId = await oneContact(tx, scope.orgId, linked);
  if (contactId === null) return findOrCreateContact(tx, scope, ids, options);
  await addIdentities(tx, scope, contactId, missing, options.at);
  if (options.wrote) await useFromNowOn(tx, scope.orgId, contactId, linked);
  if (ids.profileName && linked.every(({ name }) => name === null)) {
    await tx`update contacts set name = left(${ids.profileName}, 200) where id = ${contactId} and name is null`;
  }
  return contactId;
}

/**
 * The contact of somebody whose number or id changed: both sets of ids lead to one contact from now on, the older one. The new number
 * moves when somebody else had it.
 *
 * @param at when it changed
 * @returns null when nobody is known by any of them; makes nobody
 */
export async function linkChangedIds(
  tx: Tx,
  scope: Scope,
  { previous, current, at }: { previous: PersonIds; current: PersonIds; at: Date },
): Promise<string | null> {
  const before = identitiesOf(previous, []);
  const now = identitiesOf(current, []);
  const found = await findKnown(tx, scope, [...before, ...now]);
  const foundBefore = found.filter((known) => includes(before, known));
  const sender = { userIds: [previous.bsuid], contactIds: [] };
  const others = await strangersAmong(tx, scope, sender, foundBefore);
  const person = {
    userIds: [previous.bsuid, current.bsuid],
    contactIds: foundBefore.map((known) => known.contactId).filter((id) => !others.includes(id)),
  };
  const strangers = await strangersAmong(tx, scope, person, found);
  const linked = found.filter((known) => !strangers.includes(known.contactId));
  if (linked.length === 0) return null;
  const contactId = await oneContact(tx, scope.orgId, linked);
  if (contactId === null) return linkChangedIds(tx, scope, { previous, current, at });
  await takeNumbers(tx, scope, { from: strangers, numbers: now, at });
  await addIdentities(tx, scope, contactId, now, at);
  await useFromNowOn(
    tx,
    scope.orgId,
    contactId,
    now.filter((identity) => !includes(before, identity)),
  );
  return contactId;
}

/** Merges them into the oldest; null when one of them was gone by then, and all must be looked at again. */
async function oneContact(tx: Tx, orgId: string, known: Known[]): Promise<string | null> {
  const contacts = new Map(known.map(({ contactId, createdKey }) => [contactId, createdKey]));
  if (contacts.size === 1) return known[0]!.contactId;
  const [oldest, ...younger] = [...contacts].sort((a, b) => (`${a[1]} ${a[0]}` < `${b[1]} ${b[0]}` ? -1 : 1));
  for (const [contactId] of younger) {
    const [merge] = await tx<{ done: boolean }[]>`
      select private.merge_contacts(${orgId}, ${oldest![0]}, ${contactId}, 'linked', 'meta') as done`;
    if (!merge!.done) return null;
  }
  return oldest![0];
}

/** The gate writes to what was seen last. Nearly always these are: then nothing is written. */
async function useFromNowOn(
  tx: Tx,
  orgId: string,
  contactId: string,
  identities: (Identity & { isLatest?: boolean })[],
) {
  const stale = identities.filter(({ isLatest }) => isLatest !== true);
  if (stale.length === 0) return;
  await tx`
    update contact_identities i set seen_at = clock_timestamp()
    from unnest(${stale.map(({ kind }) => kind)}::text[], ${stale.map(({ value }) => value)}::text[]) as s (kind, value)
    where i.org_id = ${orgId} and i.contact_id = ${contactId} and i.kind = s.kind and i.value = s.value`;
}

/**
 * Ids and erased messages are looked up in one statement, so at one moment: whoever is unknown then because they were erased has their
 * messages among the erased ones.
 */
async function findKnown(
  tx: Tx,
  { orgId, wabaAccountId }: Scope,
  identities: Identity[],
  because: string[] = [],
): Promise<Known[]> {
  if (identities.length === 0) return [];
  const rows = await tx<(Known | { kind: 'erased' })[]>`
    select i.kind, i.value, i.contact_id as "contactId", c.name,
      to_char(c.created_at at time zone 'utc', 'YYYYMMDDHH24MISSUS') as "createdKey",
      not exists (select from contact_identities o where o.org_id = i.org_id and o.contact_id = i.contact_id and o.kind = i.kind
        and o.seen_at > i.seen_at) as "isLatest",
      exists (select from waba_accounts one join waba_accounts other on other.portfolio = one.portfolio
        where one.id = i.waba_account_id and other.id = ${wabaAccountId}) as "isOfPortfolio"
    from contact_identities i
    join unnest(${identities.map((i) => i.kind)}::text[], ${identities.map((i) => i.value)}::text[]) as wanted (kind, value)
      on i.kind = wanted.kind and i.value = wanted.value
    join contacts c on c.id = i.contact_id
    where i.org_id = ${orgId}
    ${
      because.length === 0
        ? tx``
        : tx`union all
      select 'erased', null, null, null, null, null, null from unnest(${because}::text[]) name where ${isErased(tx, tx`name`)}`
    }`;
  return rows.map((row) => {
    if (row.kind === 'erased') throw new MessageErasedError();
    return row;
  });
}

/** Null when one of the ids was somebody else's in the same moment; what is new stands then, and can be looked up. */
async function createContact(
  tx: Tx,
  scope: Scope,
  name: string | null,
  identities: Identity[],
  at: Date,
): Promise<string | null> {
  const country = countryOf(identities);
  const [contact] = await tx<{ id: string }[]>`
    insert into contacts (org_id, name, country, created_at)
    values (${scope.orgId}, left(${name}, 200), ${country}, clock_timestamp()) returning id`; // by its own time: the older one stays
  const added = await addIdentities(tx, scope, contact!.id, identities, at);
  if (added === identities.length) return contact!.id;
  if (added === 0) await tx`delete from contacts where id = ${contact!.id}`;
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
  { orgId, wabaAccountId, suppressionKey }: Scope,
  contactId: string,
  identities: Identity[],
  at: Date,
): Promise<number> {
  if (identities.length === 0) return 0;
  const rows = {
    kinds: identities.map(({ kind }) => kind),
    values: identities.map(({ value }) => value),
    hashes: identities.map(({ value }) => suppressionHash(suppressionKey, value)),
  };
  const added = await tx`
    insert into contact_identities (org_id, kind, value, contact_id, hash, held_since, waba_account_id)
    select ${orgId}, kind, value, ${contactId}, decode(hash, 'hex'), ${at}, case when kind = 'bsuid' then ${wabaAccountId}::uuid end
    from unnest(${rows.kinds}::text[], ${rows.values}::text[], ${rows.hashes}::text[]) as i (kind, value, hash)
    on conflict do nothing`;
  return added.count;
}
