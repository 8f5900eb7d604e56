import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findContact } from '../rows/contacts.ts';

export const getContact = operation('getContact', {
  async handle({ tx, params }) {
    const contact = await findContact(tx, params.org, params.contact);
    if (!contact) throw new ApiError('not_found');
    return contact;
  },
});
