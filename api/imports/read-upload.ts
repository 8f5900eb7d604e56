/** An uploaded file: what it is, how it is written, its columns and a first guess at their meaning. Judged by content, never by name. */
import { createReadStream } from 'node:fs';
import { fileTypeFromFile } from 'file-type';
import { MAX_COLUMNS, type ImportMapping } from '../../core/api/imports.ts';
import { detectDialect, EncodingProbe, type Encoding } from '../../core/imports/csv-dialect.ts';
import type { CsvRecord } from '../../core/imports/csv-reader.ts';
import { cleanCell } from '../../core/imports/read-row.ts';
import { looksLikeData, suggestMapping } from '../../core/imports/suggest-mapping.ts';
import { readRecords, type ImportSource } from '../../platform/imports/records.ts';
import { ApiError } from '../problems.ts';
import { xlsxToCsv } from './xlsx-to-csv.ts';

export interface Upload {
  /** Of the CSV file: the uploaded one, or what was made of a workbook. */
  path: string;
  source: ImportSource;
  columns: string[];
  mapping: ImportMapping;
  /** Rows without the header. */
  total: number;
}

export const MAX_ROWS = 500_000;
const SAMPLE_ROWS = 200;
const SAMPLE_BYTES = 65_536;
const MAX_HEADER = 200;
/** Of text; more control characters than this mean that it is none. */
const MAX_CONTROL_SHARE = 0.1;

/** @throws ApiError unreadable_file */
export async function readUpload(path: string): Promise<Upload> {
  const type = await fileTypeFromFile(path);
  if (type === undefined) return readCsv(path);
  if (type.ext !== 'xlsx') {
    const advice = type.ext === 'cfb' ? ' Old Excel files (.xls) must be saved as XLSX or CSV first.' : '';
    throw unreadable(`Only CSV and XLSX files can be imported.${advice}`);
  }
  const csvPath = `${path}.csv`;
  await xlsxToCsv(path, csvPath);
  return readCsv(csvPath);
}

async function readCsv(path: string): Promise<Upload> {
  const encoding = await findEncoding(path);
  const dialect = { ...detectDialect(await readSample(path, encoding)), encoding };
  let header: CsvRecord | null = null;
  let total = 0;
  const sample: string[][] = [];
  for await (const records of readRecords(createReadStream(path), dialect)) {
    for (const record of records) {
      if (header === null) header = record;
      else {
        total += 1;
        if (sample.length < SAMPLE_ROWS && 'cells' in record) sample.push(record.cells);
      }
    }
    if (total > MAX_ROWS) throw unreadable(`A file may have up to ${MAX_ROWS} rows. Split this one.`);
  }
  if (header === null) throw unreadable('The file is empty.');
  if ('broken' in header)
    throw unreadable(
      'The first row, the header, can’t be read: its quotes are broken, or it has far too many cells.',
    );
  const { cells } = header;
  if (cells.length > MAX_COLUMNS) throw unreadable(`A file may have up to ${MAX_COLUMNS} columns.`);
  const hasHeader = !looksLikeData(cells);
  if (!hasHeader) sample.unshift(cells);
  if (total + Number(!hasHeader) === 0) throw unreadable('The file has a header but no rows.');
  const columns = cells.map((cell, at) =>
    hasHeader && cleanCell(cell) !== ''
      ? cleanCell(cell).slice(0, MAX_HEADER).toWellFormed()
      : `Column ${at + 1}`,
  );
  return {
    ...{ path, source: { ...dialect, hasHeader }, columns },
    mapping: suggestMapping(columns, sample),
    total: total + Number(!hasHeader),
  };
}

async function findEncoding(path: string): Promise<Encoding> {
  const probe = new EncodingProbe();
  for await (const chunk of createReadStream(path)) probe.push(chunk as Buffer);
  return probe.end();
}

async function readSample(path: string, encoding: Encoding): Promise<string> {
  const chunks = [];
  for await (const chunk of createReadStream(path, { end: SAMPLE_BYTES - 1 })) chunks.push(chunk as Buffer);
  const text = new TextDecoder(encoding).decode(Buffer.concat(chunks), { stream: true });
  const controls = text.match(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g)?.length ?? 0;
  if (controls > text.length * MAX_CONTROL_SHARE)
    throw unreadable('Only CSV and XLSX files can be imported.');
  return text;
}

function unreadable(detail: string): ApiError {
  return new ApiError('unreadable_file', { detail });
}
