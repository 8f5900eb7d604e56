import { canonicalPhone, phoneVariants } from '../../core/messaging/identity.ts';
import { claimPhone, identitiesOf } from '../contact-identities.ts';
import { readPhone } from '../contact-input.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { requireContact } from '../rows/contacts.ts';

export const addContactPhone = operation('addContactPhone', {
  async handle(call) {
    const { tx, params, body } = call;
    await requireContact(tx, params.org, params.contact);
    await claimPhone(call, params.org, params.contact, readPhone(body.phone));
    return { items: await identitiesOf(tx, params.org, [params.contact]) };
  },
});

export const removeContactPhone = operation('removeContactPhone', {
  async handle({ tx, params: { org, contact, phone } }) {
    await requireContact(tx, org, contact);
    const canonical = canonicalPhone(phone);
    if (canonical === null) throw new ApiError('not_found');
    const removed = await tx`
      delete from public.contact_identities i
      where i.org_id = ${org} and i.contact_id = ${contact}
        and ((i.kind = 'phone' and i.value = ${canonical}) or (i.kind = 'wa_id' and i.value = any(${phoneVariants(phone)})))`;
    if (removed.count === 0) throw new ApiError('not_found');
    const items = await identitiesOf(tx, org, [contact]);
    if (items.length === 0) throw new ApiError('last_identity');
    return { items };
  },
});
