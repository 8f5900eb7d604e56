import { randomUUID } from 'node:crypto';
import { json } from '../../platform/db/pool.ts';
import { readAttributes } from '../attribute-definitions.ts';
import { claimPhone } from '../contact-identities.ts';
import { readPhone, splitAttributes, uniqueTags } from '../contact-input.ts';
import { operation } from '../operation.ts';
import { findContact } from '../rows/contacts.ts';

export const createContact = operation('createContact', {
  async handle(call) {
    const {
      tx,
      params: { org },
      body,
    } = call;
    const phone = readPhone(body.phone);
    const contactId = randomUUID();
    const attributes = splitAttributes(await readAttributes(tx, org, body.attributes)).set;
    await tx`
      insert into public.contacts (id, org_id, name, country, tags, attributes)
      values (${contactId}, ${org}, ${body.name ?? null}, ${phone.country}, ${uniqueTags(body.tags ?? [])},
        ${json(tx, attributes)})`;
    await claimPhone(call, org, contactId, phone);
    const { consent } = body;
    if (consent && consent.marketing !== 'unknown') {
      await tx`
        insert into public.consent_events (org_id, contact_id, purpose, state, source, at)
        values (${org}, ${contactId}, 'marketing', ${consent.marketing}, ${consent.source}, now())`;
    }
    return (await findContact(tx, org, contactId))!;
  },
});
