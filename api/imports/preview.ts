/** What the first rows of a file would become. */
import type { Readable } from 'node:stream';
import type { ImportMapping, ImportPreview } from '../../core/api/imports.ts';
import type { CsvRecord } from '../../core/imports/csv-reader.ts';
import { cleanCell, readRow, reject, type ReadRow } from '../../core/imports/read-row.ts';
import type { AttributeRules } from '../../core/people/attributes.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { readRows, type ImportSource } from '../../platform/imports/records.ts';

/** Enough to see what is wrong with a file, few enough to answer at once. */
const MAX_ROWS = 2_000;
const SAMPLE_ROWS = 20;
const SAMPLE_PROBLEMS = 10;
const COLUMN_SAMPLES = 3;
const MAX_SHOWN = 120;

interface Looked {
  record: CsvRecord;
  read: ReadRow;
}

/** Of rows that would be imported, the positions of those whose contact is there already. */
export type FindExisting = (rows: readonly NonNullable<ReadRow['row']>[]) => Promise<Set<number>>;

export async function previewRows(
  content: Readable,
  source: ImportSource,
  mapping: ImportMapping,
  rules: AttributeRules,
  findExisting: FindExisting,
): Promise<ImportPreview> {
  const { records, isWhole } = await takeRows(content, source);
  const looked = lookAt(records, mapping, rules);
  const good = looked.flatMap(({ read }) => read.row ?? []);
  const existing = await findExisting(good);
  const states = new Map(
    good.map((row, at) => [row.line, existing.has(at) ? ('existing' as const) : ('new' as const)]),
  );
  const codes = new Map<string, number>();
  for (const { read } of looked) {
    if (read.rejected) codes.set(read.rejected.code, (codes.get(read.rejected.code) ?? 0) + 1);
  }
  const first = looked.slice(0, SAMPLE_ROWS);
  const wrong = looked.slice(SAMPLE_ROWS).filter(({ read }) => read.rejected);
  return {
    ...{ rows: looked.length, isWhole, fresh: good.length - existing.size, existing: existing.size },
    problems: [...codes]
      .map(([code, count]) => ({ code: code as ImportPreview['problems'][number]['code'], count }))
      .sort((a, b) => b.count - a.count),
    columns: mapping.columns.map((_, column) => describeColumn(looked, column)),
    sample: [...first, ...wrong.slice(0, SAMPLE_PROBLEMS)].map((one) => describeRow(one, states)),
  };
}

async function takeRows(
  content: Readable,
  source: ImportSource,
): Promise<{ records: CsvRecord[]; isWhole: boolean }> {
  const records: CsvRecord[] = [];
  try {
    for await (const batch of readRows(content, source)) {
      records.push(...batch);
      if (records.length > MAX_ROWS) return { records: records.slice(0, MAX_ROWS), isWhole: false };
    }
  } finally {
    content.destroy();
  }
  return { records, isWhole: true };
}

function lookAt(records: CsvRecord[], mapping: ImportMapping, rules: AttributeRules): Looked[] {
  const seen = new Set<string>();
  return records.map((record) => {
    const read = readRow(record, mapping, rules);
    if (read.row === null) return { record, read };
    if (seen.has(read.row.phone)) return { record, read: reject(record.line, 'duplicate', null) };
    seen.add(read.row.phone);
    return { record, read };
  });
}

function describeColumn(looked: Looked[], column: number): ImportPreview['columns'][number] {
  const filled = looked.flatMap(({ record }) => {
    const cell = 'cells' in record ? cleanCell(record.cells[column] ?? '') : '';
    return cell === '' ? [] : [cell];
  });
  return {
    filled: filled.length,
    samples: [...new Set(filled)].slice(0, COLUMN_SAMPLES).map(shorten),
    problems: looked.filter(({ read }) => read.rejected?.column === column).length,
  };
}

function describeRow(
  { record, read }: Looked,
  states: ReadonlyMap<number, 'new' | 'existing'>,
): ImportPreview['sample'][number] {
  const cells = ('cells' in record ? record.cells.map(cleanCell) : [cleanCell(record.broken)]).map(shorten);
  if (read.row === null) {
    const { code, message, column } = read.rejected;
    return { line: record.line, cells, state: 'rejected', problem: { code, message, column }, contact: null };
  }
  const { line, phone, name, tags, attributes, consent } = read.row;
  const contact = { phone: phone.slice(1), name, tags, attributes, consent };
  return { line, cells, state: states.get(line) ?? 'new', problem: null, contact };
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN).toWellFormed()}…` : text;
}

/** Under row level security. */
export function findExistingBy(tx: Tx, org: string): FindExisting {
  return async (rows) => {
    const wanted = rows.flatMap(({ phone, waIds }, at) => [
      { at, kind: 'phone', value: phone },
      ...waIds.map((value) => ({ at, kind: 'wa_id', value })),
    ]);
    const found = await tx<{ at: number }[]>`
      select distinct w.at
      from unnest(${wanted.map(({ at }) => at)}::int[], ${wanted.map(({ kind }) => kind)}::text[],
        ${wanted.map(({ value }) => value)}::text[]) as w (at, kind, value)
      join public.contact_identities i on i.org_id = ${org} and i.kind = w.kind and i.value = w.value`;
    return new Set(found.map(({ at }) => at));
  };
}
