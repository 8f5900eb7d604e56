/** The rows of an uploaded CSV file, read as a stream: memory doesn't grow with the file. */
import type { Readable } from 'node:stream';
import { separatorHint, type CsvDialect, type Encoding } from '../../core/imports/csv-dialect.ts';
import { CsvReader, type CsvRecord } from '../../core/imports/csv-reader.ts';

/** How the file is written; found when it is uploaded, kept with the import. */
export interface ImportSource extends CsvDialect {
  encoding: Encoding;
  hasHeader: boolean;
}

/** Batches of records, the header among them, without rows that hold nothing. */
export async function* readRecords(
  content: Readable,
  { encoding, ...dialect }: Omit<ImportSource, 'hasHeader'>,
): AsyncGenerator<CsvRecord[]> {
  const reader = new CsvReader(dialect);
  let isStart = true;
  const clean = (records: CsvRecord[]): CsvRecord[] => {
    const kept = records.filter(isFilled);
    const [first] = kept;
    if (!isStart || first === undefined) return kept;
    isStart = false;
    // Excel's hint about the delimiter is no row.
    const isHint =
      first.line === 1 && separatorHint('cells' in first ? first.cells.join(dialect.delimiter) : '') !== null;
    if (isHint) isStart = true;
    const header = isHint ? kept[1] : first;
    if (header !== undefined && 'cells' in header) reader.columns = header.cells.length;
    return isHint ? kept.slice(1) : kept;
  };
  for await (const text of decode(content, encoding)) {
    const records = clean(reader.push(text));
    if (records.length > 0) yield records;
  }
  const last = clean(reader.end());
  if (last.length > 0) yield last;
}

/** The rows below the header. */
export async function* readRows(content: Readable, source: ImportSource): AsyncGenerator<CsvRecord[]> {
  let isHeader = source.hasHeader;
  for await (const records of readRecords(content, source)) {
    yield isHeader ? records.slice(1) : records;
    isHeader = false;
  }
}

async function* decode(content: Readable, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of content) yield decoder.decode(chunk as Uint8Array, { stream: true });
  yield decoder.decode();
}

function isFilled(record: CsvRecord): boolean {
  return 'broken' in record || record.cells.some((cell) => cell.trim() !== '');
}
