import { operation } from '../operation.ts';
import { contactColumns, toContact, type ContactRow } from '../rows/contacts.ts';
import { countSegment } from '../rows/segments.ts';
import { json } from '../../platform/db/pool.ts';

const SAMPLES = 10;

export const previewSegment = operation('previewSegment', {
  changesNothing: true,
  async handle({ tx, params: { org }, body: { rules } }) {
    const now = new Date();
    const count = await countSegment(tx, org, rules, now);
    const rows = await tx<ContactRow[]>`
      select ${contactColumns(tx)} from public.contacts c
      where c.org_id = ${org} and c.id in (
        select private.search_segment(${org}, ${json(tx, rules)}, ${now}, null, null, ${SAMPLES}))
      order by c.created_at desc, c.id desc`;
    return { count, contacts: rows.map(toContact) };
  },
});
