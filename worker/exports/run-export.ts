/** Writes the contacts of an export into Storage as they are read. A worker that dies leaves nothing half: the next one begins again. */
import { Readable, Transform } from 'node:stream';
import { BYTE_ORDER_MARK, toCsv } from '../../core/imports/csv-writer.ts';
import { exportHeader, exportRow } from '../../core/imports/export-cells.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { exportPath } from '../../platform/storage/paths.ts';
import type { FileStorage } from '../../platform/storage/storage.ts';
import { attributeNames, contactPages, countContacts } from './audience.ts';
import type { Export } from './export.ts';
import { xlsxStream } from './xlsx-stream.ts';

const PROGRESS_EVERY_MS = 500;
const contentTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export interface ExportContext {
  sql: Sql;
  storage: FileStorage;
}

export interface ExportWork {
  onProgress(done: number): void;
  signal?: AbortSignal;
}

/** It was cancelled, or the worker is to stop. */
class StoppedError extends Error {
  readonly code = 'export_stopped';
}

export async function runExport(
  { sql, storage }: ExportContext,
  started: Export,
  work: ExportWork,
): Promise<void> {
  const { id, orgId, format, params } = started;
  const { count: begun } = await sql`
    update exports set status = 'running', done = 0, total = ${await countContacts(sql, started)}
    where id = ${id} and status in ('queued', 'running')`;
  if (begun === 0) return;
  const path = exportPath(orgId, id, format);
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  let failure: unknown = null;
  const pages = rememberFailure(tablePages(sql, started, work), (error) => (failure = error));
  const content = format === 'xlsx' ? xlsxStream(pages) : csvStream(pages, params.byteOrderMark);
  content.on('error', (error) => counter.destroy(error));
  try {
    await storage.upload('exports', path, content.pipe(counter), contentTypes[format]);
  } catch (error) {
    if (failure instanceof StoppedError) return;
    // The reason why the stream broke says more than that the upload did.
    throw failure ?? error;
  }
  await sql`
    update exports set status = 'completed', file_path = ${path}, byte_size = ${bytes}, ended_at = now(),
      expires_at = now() + interval '7 days'
    where id = ${id} and status = 'running'`;
}

/** The header, then the contacts, page by page. */
async function* tablePages(sql: Sql, started: Export, work: ExportWork): AsyncGenerator<string[][]> {
  const { columns } = started.params;
  const attributes = await attributeNames(sql, started);
  yield [exportHeader(columns, attributes)];
  let done = 0;
  let toldAt = 0;
  for await (const page of contactPages(sql, started)) {
    yield page.map((contact) => exportRow(contact, columns, attributes));
    done += page.length;
    work.onProgress(done);
    if (work.signal?.aborted) throw new StoppedError('The worker is to stop.');
    if (Date.now() < toldAt + PROGRESS_EVERY_MS) continue;
    toldAt = Date.now();
    await tell(sql, started, done);
  }
  await tell(sql, started, done);
}

/** @throws StoppedError when it was cancelled in the meantime */
async function tell(sql: Sql, { id }: Export, done: number): Promise<void> {
  const { count } = await sql`update exports set done = ${done} where id = ${id} and status = 'running'`;
  if (count === 0) throw new StoppedError('The export was cancelled.');
}

function csvStream(pages: AsyncIterable<string[][]>, hasMark: boolean): Readable {
  async function* lines() {
    if (hasMark) yield Buffer.from(BYTE_ORDER_MARK);
    for await (const rows of pages) yield Buffer.from(toCsv(rows));
  }
  return Readable.from(lines(), { objectMode: false });
}

async function* rememberFailure<Item>(
  items: AsyncIterable<Item>,
  remember: (error: unknown) => void,
): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    remember(error);
    throw error;
  }
}
