/**
 * A slice of rows becomes contacts: a few statements for all of them. Who is there already is decided by the primary key of the identities,
 * so that a row, a message that comes in and another import can't make two contacts of one number.
 */
import type { KeyObject } from 'node:crypto';
import {
  applyChange,
  planChange,
  type ContactChange,
  type ExistingContact,
} from '../../core/imports/plan-change.ts';
import type { ImportRow } from '../../core/imports/read-row.ts';
import type { ConsentAnswer } from '../../core/messaging/consent.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';
import { suppressionHash } from '../../platform/secrets/suppression.ts';
import { noteSegmentChecks } from '../segments/note-checks.ts';
import type { Import } from './import.ts';
import { mergeChange } from './merge-change.ts';

export interface SliceCounts {
  created: number;
  updated: number;
  unchanged: number;
  keptDenials: number;
}

type Owner = Pick<Import, 'id' | 'orgId' | 'mapping' | 'createdBy'> & {
  /** For the hashes of new numbers: whoever is on the list of suppressions is met at once. */
  suppressionKey: KeyObject;
};

/**
 * Whether somebody of these rows is there already. Asked before the slice's transaction; who comes in between is found by
 * `writeSlice` all the same.
 */
export async function meetsAnybody(
  sql: Sql,
  { orgId }: Pick<Owner, 'orgId'>,
  rows: readonly ImportRow[],
): Promise<boolean> {
  return (await findIdentities(sql, orgId, rows)).length > 0;
}

/**
 * @param from number of the first row in the file, from 0
 * @param rows no two of the same phone
 * @param isFresh nobody of them was there a moment ago
 */
export async function writeSlice(
  tx: Tx,
  owner: Owner,
  from: number,
  rows: readonly ImportRow[],
  isFresh: boolean,
): Promise<SliceCounts> {
  const counts: SliceCounts = { created: 0, updated: 0, unchanged: 0, keptDenials: 0 };
  const madeIds: string[] = [];
  let open = [...rows];
  for (let looks = isFresh ? 0 : 1; open.length > 0; looks += 1) {
    const found = looks === 0 ? [] : await findExisting(tx, owner, open);
    const updating = open.flatMap((row, at) => (found[at] ? [{ row, contact: found[at] }] : []));
    await updateContacts(tx, owner, updating, counts);
    const fresh = open.filter((_, at) => !found[at]);
    const made = await createContacts(tx, owner, fresh, counts);
    madeIds.push(...made.values());
    // Somebody else made the others in this moment: now they are there.
    open = fresh.filter(({ phone }) => !made.has(phone));
  }
  if (madeIds.length > 0) {
    await tx`
      insert into private.import_slices (org_id, import_id, position, contact_ids)
      values (${owner.orgId}, ${owner.id}, ${from}, ${madeIds}::uuid[])`;
  }
  counts.created = madeIds.length;
  return counts;
}

interface Found extends ExistingContact {
  /** What this import changed on them before. */
  change: ContactChange | null;
}

/** Contacts by row number; the way in which the file writes the number goes before the other ways. */
function findIdentities(sql: Sql | Tx, orgId: string, rows: readonly ImportRow[]) {
  const wanted = rows.flatMap(({ phone, waIds }, at) => [
    ...waIds.map((value, rank) => ({ at, rank, kind: 'wa_id', value })),
    { at, rank: waIds.length, kind: 'phone', value: phone },
  ]);
  return sql<{ at: number; contactId: string }[]>`
    select distinct on (w.at) w.at, i.contact_id as "contactId"
    from unnest(${wanted.map(({ at }) => at)}::int[], ${wanted.map(({ rank }) => rank)}::int[],
      ${wanted.map(({ kind }) => kind)}::text[], ${wanted.map(({ value }) => value)}::text[]) as w (at, rank, kind, value)
    join contact_identities i on i.org_id = ${orgId} and i.kind = w.kind and i.value = w.value
    order by w.at, w.rank`;
}

/** By row. */
async function findExisting(
  tx: Tx,
  { id, orgId }: Pick<Owner, 'id' | 'orgId'>,
  rows: readonly ImportRow[],
): Promise<(Found | null)[]> {
  const matches = await findIdentities(tx, orgId, rows);
  if (matches.length === 0) return rows.map(() => null);
  const contacts = await tx<Found[]>`
    select c.id, c.name, c.tags, c.attributes, c.marketing_consent as consent, m.change
    from contacts c
    left join private.import_contacts m on m.import_id = ${id} and m.contact_id = c.id
    where c.id = any(${matches.map(({ contactId }) => contactId)}::uuid[])
    order by c.id for no key update of c`;
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const byRow = new Map(matches.map(({ at, contactId }) => [at, byId.get(contactId)]));
  return rows.map((_, at) => byRow.get(at) ?? null);
}

/** @returns the ids of those that were made, by their phones */
async function createContacts(
  tx: Tx,
  owner: Owner,
  rows: readonly ImportRow[],
  counts: SliceCounts,
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const { orgId, suppressionKey } = owner;
  const input = rows.map((row) => toInput(row, suppressionHash(suppressionKey, row.phone)));
  const made = await tx<{ id: string; phone: string }[]>`
    with input as (
      select gen_random_uuid() as id, phone, wa_id, decode(hash, 'hex') as hash, country, name, tags, attributes, consent
      from jsonb_to_recordset(${json(tx, input)})
        as r (phone text, wa_id text, hash text, country text, name text, tags text[], attributes jsonb, consent text)
    ), phones as (
      insert into contact_identities (org_id, kind, value, contact_id, hash)
      select ${orgId}, 'phone', phone, id, hash from input order by phone on conflict do nothing returning contact_id
    ), mine as (
      select i.* from input i join phones p on p.contact_id = i.id
    ), contact as (
      insert into contacts (id, org_id, name, country, tags, attributes, marketing_consent)
      select id, ${orgId}, name, country, tags, attributes, coalesce(consent, 'unknown') from mine
    ), wa as (
      insert into contact_identities (org_id, kind, value, contact_id, hash)
      select ${orgId}, 'wa_id', wa_id, id, hash from mine on conflict do nothing
    ), told as (
      insert into contact_events (org_id, contact_id, kind, name, detail)
      select ${orgId}, id, 'consent_changed', 'marketing', jsonb_build_object('value', consent, 'previous', 'unknown')
      from mine where consent is not null
    )
    select id, phone from mine`;
  const idOf = new Map(made.map(({ id, phone }) => [phone, id]));
  const consents = rows.flatMap(({ phone, consent }) => {
    const contactId = idOf.get(phone);
    return consent && contactId ? [{ contact_id: contactId, state: consent }] : [];
  });
  counts.keptDenials += consents.length - (await recordConsents(tx, owner, consents));
  return idOf;
}

/** @param hash of the number, and so of each way of writing it */
function toInput({ phone, waId, country, name, tags, attributes, consent }: ImportRow, hash: string) {
  return { phone, wa_id: waId, hash, country, name, tags, attributes, consent };
}

interface Updating {
  row: ImportRow;
  contact: Found;
}

async function updateContacts(
  tx: Tx,
  owner: Owner,
  updating: Updating[],
  counts: SliceCounts,
): Promise<void> {
  const changed = new Map<string, { contact: ExistingContact; first: Found; change: ContactChange }>();
  for (const { row, contact: first } of updating) {
    // Two rows may be about one person with two numbers.
    const before = changed.get(first.id);
    const contact = before?.contact ?? first;
    const { change, keepsDenial } = planChange(contact, row, owner.mapping.existing);
    counts.keptDenials += Number(keepsDenial);
    if (change === null) {
      counts.unchanged += 1;
      continue;
    }
    counts.updated += 1;
    changed.set(first.id, {
      contact: applyChange(contact, change),
      first,
      change: before ? mergeChange(before.change, change) : change,
    });
  }
  const changes = [...changed.values()];
  const written = changes.filter(({ change }) => change.name ?? change.tags ?? change.attributes);
  if (written.length > 0)
    await writeValues(
      tx,
      written.map(({ contact }) => contact),
    );
  const consents = changes.flatMap(({ contact, change }) =>
    change.consent ? [{ contact_id: contact.id, state: change.consent[1] }] : [],
  );
  await recordConsents(tx, owner, consents);
  if (changes.length === 0) return;
  await tx`
    insert into private.import_contacts (org_id, import_id, contact_id, change)
    select ${owner.orgId}, ${owner.id}, contact_id, change
    from jsonb_to_recordset(${json(
      tx,
      changes.map(({ first, change }) => ({
        contact_id: first.id,
        change: first.change ? mergeChange(first.change, change) : change,
      })),
    )}) as r (contact_id uuid, change jsonb)
    on conflict (import_id, contact_id) do update set change = excluded.change`;
  await noteSegmentChecks(
    tx,
    owner.orgId,
    changes.map(({ contact }) => contact.id),
  );
}

/**
 * After the contacts are there: the ledger takes no entry of anybody else. Who was erased and had refused before comes back refusing, and
 * a file never takes that back.
 *
 * @returns how many entries were written
 */
async function recordConsents(
  tx: Tx,
  owner: Owner,
  consents: { contact_id: string; state: ConsentAnswer }[],
): Promise<number> {
  if (consents.length === 0) return 0;
  const recorded = await tx`
    insert into consent_events (org_id, contact_id, state, source, evidence, at)
    select ${owner.orgId}, c.id, r.state, ${sourceOf(owner)}, ${json(tx, evidenceOf(owner))}, now()
    from jsonb_to_recordset(${json(tx, consents)}) as r (contact_id uuid, state text)
    join contacts c on c.id = r.contact_id and (r.state = 'denied' or c.marketing_consent <> 'denied')
    on conflict do nothing`;
  return recorded.count;
}

async function writeValues(tx: Tx, contacts: ExistingContact[]): Promise<void> {
  const values = contacts.map(({ id, name, tags, attributes }) => ({ id, name, tags, attributes }));
  await tx`
    update contacts c set name = r.name, tags = r.tags, attributes = r.attributes
    from jsonb_to_recordset(${json(tx, values)}) as r (id uuid, name text, tags text[], attributes jsonb)
    where c.id = r.id`;
}

function sourceOf({ mapping }: Owner): string {
  return mapping.consentSource ?? 'import';
}

/** Which file, and who brought it: the proof leads back to it. */
function evidenceOf({ id, createdBy }: Owner) {
  return { importId: id, by: createdBy };
}
