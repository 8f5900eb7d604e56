import { json } from '../../platform/db/pool.ts';
import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { contactColumns, toContact, type ContactRow } from '../rows/contacts.ts';
import { findSegment } from '../rows/segments.ts';

/** By the rules at this moment, also where members are kept: those may be a sweep behind. */
export const listSegmentContacts = operation('listSegmentContacts', {
  async handle({ tx, params: { org, segment: id }, query }) {
    const { limit } = query;
    const [at, afterId] = decodeCursor(timeCursor, query.cursor) ?? [null, null];
    const { rules } = await findSegment(tx, org, id);
    const rows = await tx<ContactRow[]>`
      select ${contactColumns(tx)} from public.contacts c
      where c.org_id = ${org} and c.id in (
        select private.search_segment(${org}, ${json(tx, rules)}, ${new Date()}, ${at}::text::timestamptz, ${afterId}, ${limit + 1}))
      order by c.created_at desc, c.id desc`;
    return toPage(rows, limit, toContact, (row) => [row.created_key, row.id]);
  },
});
