/**
 * The rows of a file become contacts, slice by slice. Each slice (contacts, rejected rows, counts, and which rows are done) is one
 * transaction: whoever is cut off loses at most the slices that were not committed, and the next one reads the file again and does what is
 * left. Slices of new people are written side by side; one that meets somebody who is there already is written alone.
 */
import { setImmediate as giveWay } from 'node:timers/promises';
import { readRow, reject, type ImportRow, type ReadRow } from '../../core/imports/read-row.ts';
import type { CsvRecord } from '../../core/imports/csv-reader.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';
import { readRows } from '../../platform/imports/records.ts';
import { loadAttributeRules } from '../../platform/people/attribute-rules.ts';
import { StorageError, type FileStorage } from '../../platform/storage/storage.ts';
import { workflowIds } from '../../workflows/contract.ts';
import type { WorkerContext } from '../context.ts';
import { ofLivingOrganization } from '../living-organization.ts';
import { isTransient } from '../relay/failures.ts';
import { importColumns, lockImport, type Import } from './import.ts';
import { Lanes } from './lanes.ts';
import { meetsAnybody, writeSlice } from './write-slice.ts';

/** Small enough that a message's turn never waits long for this process, large enough that statements cost little a row. */
const SLICE = 1_000;
const ROWS_AT_ONCE = 100;

export interface ImportWork {
  /** Called with each slice, and now and then while rows are passed over. */
  onProgress(position: number): void;
  /** Stops the work between two slices; the next call goes on. */
  signal?: AbortSignal;
  slice?: number;
}

export interface ImportContext extends Pick<WorkerContext, 'suppressionKeys'> {
  /** A crash of the database may lose the last slices, whole and in order: they are done again then. */
  sql: Sql;
  storage: FileStorage;
}

interface Item {
  record: CsvRecord;
  read: ReadRow;
}

/** Works until the end of the file, a pause, a cancellation or an abort. */
export async function runImport(context: ImportContext, started: Import, work: ImportWork): Promise<void> {
  const { sql, storage } = context;
  const begun = await beginImport(sql, started);
  if (begun === null) return;
  const rules = await loadAttributeRules(sql, begun.orgId);
  const isDone = await doneRows(sql, begun.id);
  const content = await openFile(storage, begun);
  if (content === null) return failImport(sql, begun, 'file_missing');
  const { signal, slice = SLICE, onProgress } = work;
  // By number, from the first row on, so that it doesn't matter where a cut-off import goes on.
  const seen = new Set<number>();
  const lanes = new Lanes();
  let position = 0;
  let items: Item[] = [];
  const flush = async () => {
    onProgress(position);
    if (signal?.aborted) return false;
    if (items.length === 0) return true;
    const rows = rowsOf(items);
    const isFresh = !(await meetsAnybody(sql, begun, rows));
    const part: Part = { from: position - items.length, items, isFresh };
    items = [];
    return lanes.add({
      numbers: new Set(rows.flatMap(({ phone, waIds }) => [phone, ...waIds])),
      isAlone: !isFresh,
      write: () => writePart(context, begun, part),
    });
  };
  try {
    for await (const records of readRows(content, begun.source)) {
      for (const record of records) {
        const read = once(readRow(record, begun.mapping, rules), seen);
        const isBehind = isDone(position);
        // What is written at once is one piece of the file.
        if (isBehind && items.length > 0 && !(await flush())) return;
        position += 1;
        if (isBehind) continue;
        items.push({ record, read });
        if (items.length >= slice && !(await flush())) return;
        // Else the statements of the slices before would wait until a whole piece of the file is read.
        if (position % ROWS_AT_ONCE === 0) await giveWay();
      }
      onProgress(position);
    }
    if (!(await flush()) || !(await lanes.finish())) return;
  } finally {
    content.destroy();
    await lanes.finish().catch(() => {}); // whoever added to them has heard of it
  }
  await completeImport(sql, begun, position);
}

/** Whether a row, by its number from 0, was done before this work began. */
async function doneRows(sql: Sql, id: string): Promise<(row: number) => boolean> {
  const ranges = await sql<{ from: number; to: number }[]>`
    select lower(r) as from, upper(r) as to from imports, unnest(done) r where id = ${id} order by 1`;
  let at = 0;
  return (row) => {
    while (at < ranges.length && row >= ranges[at]!.to) at += 1;
    return at < ranges.length && row >= ranges[at]!.from;
  };
}

/** The first row of a number counts. */
function once(read: ReadRow, seen: Set<number>): ReadRow {
  if (read.row === null) return read;
  const number = Number(read.row.phone);
  if (seen.has(number)) return reject(read.row.line, 'duplicate', null);
  seen.add(number);
  return read;
}

/** Rows that follow each other in the file. */
interface Part {
  /** Number of the first row, from 0. */
  from: number;
  items: Item[];
  /** Nobody of them was there a moment ago. */
  isFresh: boolean;
}

function rowsOf(items: readonly Item[]): ImportRow[] {
  return items.flatMap(({ read }) => read.row ?? []);
}

/** @returns whether the import goes on; false also when another copy has done these rows in the meantime */
async function writePart(context: ImportContext, begun: Import, part: Part): Promise<boolean> {
  const { from, items } = part;
  const range = `{[${from},${from + items.length})}`;
  try {
    return await context.sql.begin(async (tx) => {
      const current = await openImport(tx, begun, range);
      if (current === null) return false;
      const suppressionKey = await context.suppressionKeys(tx, current.orgId);
      const counts = await writeSlice(tx, { ...current, suppressionKey }, from, rowsOf(items), part.isFresh);
      const rejected = items.filter(({ read }) => read.row === null);
      await writeRejects(tx, current, rejected);
      const { count } = await tx`
        update imports set done = done + ${range}::int4multirange, position = position + ${items.length},
          created = created + ${counts.created}, updated = updated + ${counts.updated}, unchanged = unchanged + ${counts.unchanged},
          rejected = rejected + ${rejected.length}, kept_denials = kept_denials + ${counts.keptDenials}
        where ${isOpen(tx, begun, range)}`;
      if (count === 0) throw new PartClosedError();
      return true;
    });
  } catch (error) {
    if (error instanceof PartClosedError) return false;
    if (isTransient(error)) throw error;
    return writeHalves(context, begun, part, error);
  }
}

/** Takes back what was written of rows that were no longer this copy's to write. */
class PartClosedError extends Error {}

/** Looked at before the work, and with the last statement once more: a pause, a cancellation or another copy may come in between. */
function isOpen(tx: Tx, { id, orgId }: Import, range: string) {
  return tx`id = ${id} and status = 'running' and not done && ${range}::int4multirange and ${ofLivingOrganization(tx, orgId)}`;
}

async function openImport(tx: Tx, begun: Import, range: string): Promise<Import | null> {
  // An import wakes no flows: with 100,000 contacts that is somebody's decision, made afterwards by enrolling a tag.
  const [[current]] = await Promise.all([
    tx<Import[]>`select ${importColumns(tx)} from imports where ${isOpen(tx, begun, range)}`,
    tx`
      select set_config('parley.wakes_flows', 'off', true),
        set_config('parley.workflow_id', ${workflowIds.importContacts(begun.orgId, begun.id)}, true)`,
  ]);
  return current ?? null;
}

/** A row that the database refuses costs itself only: it is found by halves. */
async function writeHalves(
  context: ImportContext,
  begun: Import,
  { from, items, isFresh }: Part,
  error: unknown,
): Promise<boolean> {
  const [first] = items;
  if (items.length === 1 && first !== undefined) {
    // Already rejected, and still refused: then the import itself is at fault.
    if (first.read.row === null) throw error;
    const refused = { ...first, read: reject(first.record.line, 'not_stored', null) };
    return writePart(context, begun, { from, items: [refused], isFresh });
  }
  const middle = Math.ceil(items.length / 2);
  return (
    (await writePart(context, begun, { from, items: items.slice(0, middle), isFresh })) &&
    (await writePart(context, begun, { from: from + middle, items: items.slice(middle), isFresh }))
  );
}

async function writeRejects(tx: Tx, { id, orgId }: Import, rejected: Item[]): Promise<void> {
  if (rejected.length === 0) return;
  const rows = rejected.flatMap(({ record, read }) =>
    read.rejected === null
      ? []
      : [{ line: record.line, cells: cellsOf(record), reason: read.rejected.message }],
  );
  await tx`
    insert into private.import_rejects (org_id, import_id, line, cells, reason)
    select ${orgId}, ${id}, line, cells, reason
    from jsonb_to_recordset(${json(tx, rows)}) as r (line int, cells text[], reason text)`;
}

/** As they were in the file, without what Postgres can't keep. */
function cellsOf(record: CsvRecord): string[] {
  const cells = 'broken' in record ? [record.broken] : record.cells;
  return cells.map((cell) => cell.toWellFormed().replaceAll('\0', ''));
}

async function openFile(storage: FileStorage, { filePath }: Import) {
  if (filePath === null) return null;
  try {
    return await storage.download('imports', filePath);
  } catch (error) {
    if (error instanceof StorageError && error.code === 'not_found') return null;
    throw error;
  }
}

async function beginImport(sql: Sql, { id, orgId }: Import): Promise<Import | null> {
  return sql.begin(async (tx) => {
    const current = await lockImport(tx, orgId, id);
    if (current?.status !== 'queued' && current?.status !== 'running') return null;
    if (current.status === 'running') return current;
    await tx`update imports set status = 'running', started_at = coalesce(started_at, now()) where id = ${id}`;
    return { ...current, status: 'running' };
  });
}

async function completeImport(sql: Sql, { id }: Import, position: number): Promise<void> {
  await sql`
    update imports set status = 'completed', total = ${position}, ended_at = now(), undo_until = now() + interval '7 days'
    where id = ${id} and status = 'running' and position = ${position}`;
}

async function failImport(sql: Sql, { id }: Import, code: string): Promise<void> {
  await sql`
    update imports set status = 'failed', error = ${code}, ended_at = now(), undo_until = now() + interval '7 days'
    where id = ${id} and status = 'running'`;
}
