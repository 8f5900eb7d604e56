/** The rows that were not taken, as a file with their reasons, for mending and importing again. */
import { Readable } from 'node:stream';
import { BYTE_ORDER_MARK, toCsv } from '../../core/imports/csv-writer.ts';
import { unprotectCell } from '../../core/imports/formula.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { rejectedRowsPath } from '../../platform/storage/paths.ts';
import type { FileStorage } from '../../platform/storage/storage.ts';
import type { Import } from './import.ts';

const PAGE = 1_000;

/** May be repeated: it writes the same file again until it is remembered on the import. */
export async function writeRejectedRows(
  sql: Sql,
  storage: FileStorage,
  { id, orgId, columns }: Import,
): Promise<void> {
  const path = rejectedRowsPath(orgId, id);
  await storage.upload('imports', path, Readable.from(lines(sql, id, columns)), 'text/csv; charset=utf-8');
  await sql.begin(async (tx) => {
    await tx`update imports set rejected_path = ${path} where id = ${id}`;
    await tx`delete from private.import_rejects where import_id = ${id}`;
  });
}

async function* lines(sql: Sql, id: string, columns: string[]): AsyncGenerator<Buffer> {
  yield Buffer.from(BYTE_ORDER_MARK + toCsv([[...columns, 'Reason', 'Line']]));
  let after = 0;
  for (;;) {
    const rows = await sql<{ line: number; cells: string[]; reason: string }[]>`
      select line, cells, reason from private.import_rejects where import_id = ${id} and line > ${after}
      order by line limit ${PAGE}`;
    if (rows.length === 0) return;
    after = rows.at(-1)!.line;
    yield Buffer.from(
      toCsv(rows.map(({ line, cells, reason }) => [...fit(cells, columns.length), reason, `${line}`])),
    );
  }
}

/** Cells that were protected against formulas already must not be protected twice. What is beyond the header goes into its last column. */
function fit(cells: string[], count: number): string[] {
  const own = cells.map(unprotectCell);
  const fitting = own.length <= count ? own : [...own.slice(0, count - 1), own.slice(count - 1).join(',')];
  return [...fitting, ...Array.from({ length: count - fitting.length }, () => '')];
}
