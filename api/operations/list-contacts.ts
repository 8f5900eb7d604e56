import { numberSpellings } from '../contact-input.ts';
import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { contactColumns, toContact, type ContactRow } from '../rows/contacts.ts';

export const listContacts = operation('listContacts', {
  async handle({ tx, params: { org }, query }) {
    const { limit, search, tag } = query;
    const after = decodeCursor(timeCursor, query.cursor);
    const [at, id] = after ?? [null, null];
    const behind = after ? tx`and (c.created_at, c.id) < (${at}::text::timestamptz, ${id}::uuid)` : tx``;
    const rows = await tx<ContactRow[]>`
      select ${contactColumns(tx)} from public.contacts c
      where c.org_id = ${org} ${
        search || tag !== undefined
          ? tx`and c.id in (select private.find_contacts(
              ${org}, ${search || null}, ${search ? numberSpellings(search) : null}, ${tag ?? null}, ${at}::text::timestamptz, ${id}::uuid, ${limit + 1}))`
          : behind
      }
      order by c.created_at desc, c.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toContact, (row) => [row.created_key, row.id]);
  },
});
