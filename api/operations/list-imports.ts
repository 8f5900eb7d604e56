import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { importColumns, toImport, type ImportRow } from '../rows/contact-files.ts';

export const listImports = operation('listImports', {
  async handle({ tx, params: { org }, query: { limit, cursor } }) {
    const after = decodeCursor(timeCursor, cursor);
    const rows = await tx<ImportRow[]>`
      select ${importColumns(tx)} from public.imports i where i.org_id = ${org}
        ${after ? tx`and (i.created_at, i.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by i.created_at desc, i.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toImport, (row) => [row.created_key, row.id]);
  },
});
