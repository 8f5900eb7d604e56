import { identitiesOf } from '../contact-identities.ts';
import { operation } from '../operation.ts';
import { requireContact } from '../rows/contacts.ts';

export const listContactIdentities = operation('listContactIdentities', {
  async handle({ tx, params: { org, contact } }) {
    await requireContact(tx, org, contact);
    return { items: await identitiesOf(tx, org, [contact]) };
  },
});
