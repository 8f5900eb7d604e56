import type { Tx } from '../../platform/db/pool.ts';
import { recordEvent } from '../contact-event.ts';
import { readPhone } from '../contact-input.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';

export const reportEvent = operation('reportEvent', {
  async handle({ tx, params: { org }, body }) {
    const contactId = 'contactId' in body ? body.contactId : await contactOfPhone(tx, org, body.phone);
    return recordEvent(tx, org, contactId, body);
  },
});

/** @throws ApiError invalid_input for what is no number, not_found when nobody has it */
async function contactOfPhone(tx: Tx, org: string, typed: string): Promise<string> {
  const { phone, waId } = readPhone(typed);
  const [row] = await tx<{ contact_id: string }[]>`
    select i.contact_id from public.contact_identities i
    where i.org_id = ${org} and (i.kind, i.value) in (('wa_id', ${waId}), ('phone', ${phone}))
    order by i.kind desc limit 1`;
  if (!row) throw new ApiError('not_found');
  return row.contact_id;
}
