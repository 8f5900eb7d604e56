import { decodeCursor, timeCursor, toPage } from '../cursor.ts';
import { operation } from '../operation.ts';
import { exportColumns, toExport, type ExportRow } from '../rows/contact-files.ts';

export const listExports = operation('listExports', {
  async handle({ tx, params: { org }, query: { limit, cursor } }) {
    const after = decodeCursor(timeCursor, cursor);
    const rows = await tx<ExportRow[]>`
      select ${exportColumns(tx)} from public.exports e where e.org_id = ${org}
        ${after ? tx`and (e.created_at, e.id) < (${after[0]}::text::timestamptz, ${after[1]}::uuid)` : tx``}
      order by e.created_at desc, e.id desc limit ${limit + 1}`;
    return toPage(rows, limit, toExport, (row) => [row.created_key, row.id]);
  },
});
