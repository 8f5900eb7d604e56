import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { contactColumns, toContact, type ContactRow } from '../rows/contacts.ts';

/** A search finds at most this many contacts, the newest; nobody pages further, they type another letter. */
export const MAX_SEARCH_HITS = 1_000;

export const listContacts = operation('listContacts', {
  async handle({ tx, params, query }) {
    const { limit, search, tag } = query;
    const after = decodeCursor(timeCursor, query.cursor);
    const rows = await tx<ContactRow[]>`
      select ${contactColumns(tx)}
      from public.contacts c
      where c.org_id = ${params.org}
        ${search ? tx`and c.id in (select private.search_contacts(${params.org}, ${search}, ${MAX_SEARCH_HITS}))` : tx``}
        ${tag === undefined ? tx`` : tx`and c.tags @> ${[tag]}::text[]`}
        ${after ? tx`and (c.created_at, c.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by c.created_at desc, c.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toContact, (row) => [row.created_key, row.id]);
  },
});
