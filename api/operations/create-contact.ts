import { randomUUID } from 'node:crypto';
import type { Tx } from '../../platform/db/pool.ts';
import { json } from '../../platform/db/pool.ts';
import { claimsOf } from '../auth/principal.ts';
import { readPhone, splitAttributes, uniqueTags, type PhoneInput } from '../contact-input.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findContact } from '../rows/contacts.ts';

export const createContact = operation('createContact', {
  async handle({ tx, principal, params: { org }, body }) {
    const phone = readPhone(body.phone);
    const contactId = randomUUID();
    const attributes = splitAttributes(body.attributes ?? {}).set;
    await tx`
      insert into public.contacts (id, org_id, name, country, tags, attributes)
      values (${contactId}, ${org}, ${body.name ?? null}, ${phone.country}, ${uniqueTags(body.tags ?? [])},
        ${json(tx, attributes)})`;
    await claimIdentities(tx, org, contactId, phone);
    const { consent } = body;
    if (consent && consent.marketing !== 'unknown') {
      // Who said so belongs to the proof: a person's id or a key's, never a name.
      const evidence = { by: claimsOf(principal) };
      await tx`
        insert into public.consent_events (org_id, contact_id, purpose, state, source, evidence, at)
        values (${org}, ${contactId}, 'marketing', ${consent.marketing}, ${consent.source}, ${json(tx, evidence)}, now())`;
    }
    return (await findContact(tx, org, contactId))!;
  },
});

/**
 * The primary key decides, so that two requests at once can't make two contacts of one phone.
 * @throws ApiError contact_exists; the new contact goes with its transaction
 */
async function claimIdentities(
  tx: Tx,
  org: string,
  contactId: string,
  { waId, phone }: PhoneInput,
): Promise<void> {
  const taken = await tx`
    insert into public.contact_identities (org_id, kind, value, contact_id)
    values (${org}, 'wa_id', ${waId}, ${contactId}), (${org}, 'phone', ${phone}, ${contactId})
    on conflict do nothing returning kind`;
  if (taken.length === 2) return;
  const [owner] = await tx<{ contact_id: string }[]>`
    select i.contact_id from public.contact_identities i
    where i.org_id = ${org} and (i.kind, i.value) in (('wa_id', ${waId}), ('phone', ${phone}))
      and i.contact_id <> ${contactId}
    limit 1`;
  throw new ApiError('contact_exists', { contactId: owner?.contact_id });
}
