import { operation } from '../operation.ts';
import { contactColumns, toContact, type ContactRow } from '../rows/contacts.ts';
import { countSegment } from '../rows/segments.ts';

const SAMPLES = 10;

export const previewSegment = operation('previewSegment', {
  async handle({ tx, params: { org }, body: { rules } }) {
    const { count, isEstimate, sample } = await countSegment(tx, org, rules, new Date(), SAMPLES);
    const rows = await tx<ContactRow[]>`
      select ${contactColumns(tx)} from public.contacts c
      where c.org_id = ${org} and c.id = any (${sample}::uuid[])
      order by c.created_at desc, c.id desc`;
    return { count, isEstimate, contacts: rows.map(toContact) };
  },
});
