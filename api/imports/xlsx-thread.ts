/**
 * A workbook's first sheet as CSV. The library keeps the whole sheet in memory, so this runs in a thread with a limit of its own: a file that
 * is too large ends the thread, not the API.
 */
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { workerData } from 'node:worker_threads';
import { readSheet, type CellValue } from 'read-excel-file/node';
import { toCsv } from '../../core/imports/csv-writer.ts';

const ROWS_AT_ONCE = 1_000;

const { from, to } = workerData as { from: string; to: string };
const rows = await readSheet(await readFile(from));
await pipeline(Readable.from(lines(), { objectMode: false }), createWriteStream(to));

function* lines(): Generator<Buffer> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    yield Buffer.from(toCsv(rows.slice(at, at + ROWS_AT_ONCE).map((row) => row.map(cellText))));
  }
}

function cellText(value: CellValue | null): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  return String(value);
}
