import { operation } from '../operation.ts';
import { requireContact } from '../rows/contacts.ts';

export const getContact = operation('getContact', {
  handle: ({ tx, params }) => requireContact(tx, params.org, params.contact),
});
