/** Contacts as people ask for them; what a row looks like to the outside is shared with the worker (`platform/rows`). */
import type { Contact } from '../../core/api/schemas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { contactColumns, toContact, type ContactRow } from '../../platform/rows/contacts.ts';
import { ApiError } from '../problems.ts';

export * from '../../platform/rows/contacts.ts';

/** @returns undefined when the organisation has no such contact */
export async function findContact(tx: Tx, org: string, id: string): Promise<Contact | undefined> {
  const [row] = await tx<ContactRow[]>`
    select ${contactColumns(tx)} from public.contacts c where c.org_id = ${org} and c.id = ${id}`;
  return row && toContact(row);
}

/** @throws ApiError not_found; for one that was merged into another with that one's id */
export async function requireContact(tx: Tx, org: string, id: string): Promise<Contact> {
  return (await findContact(tx, org, id)) ?? throwMissing(tx, org, id);
}

/** Throws not_found for a contact that isn't there: `mergedInto` when it was merged into another. */
export async function throwMissing(tx: Tx, org: string, id: string): Promise<never> {
  const [merge] = await tx<{ contact_id: string }[]>`
    select contact_id from public.contact_merges where org_id = ${org} and merged_contact_id = ${id}`;
  throw new ApiError('not_found', merge && { mergedInto: merge.contact_id });
}
