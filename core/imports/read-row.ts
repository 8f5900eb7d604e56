/**
 * One row of a file, read by the mapping and the definitions of attributes: a contact, or the reason why it is none. Pure, for preview and
 * import alike.
 */
import Papa from 'papaparse';
import type { ImportMapping, ImportTarget } from '../api/imports.ts';
import { phoneVariants } from '../messaging/identity.ts';
import { readPhone, type PhoneInput } from '../messaging/read-phone.ts';
import {
  attributeNeeds,
  readAttribute,
  type AttributeRule,
  type AttributeRules,
  type AttributeType,
  type AttributeValue,
} from '../people/attributes.ts';
import { noWords, plain, unknownWords, yesWords } from '../people/words.ts';
import type { CsvRecord } from './csv-reader.ts';
import { unprotectCell } from './formula.ts';
import { rowProblems, type RowProblemCode } from './row-problems.ts';

export type ImportValue = AttributeValue;

export interface ImportRow {
  line: number;
  phone: string;
  waId: string;
  /** All ways in which Meta may write the number. */
  waIds: string[];
  country: string | null;
  /** Null: the file says nothing. */
  name: string | null;
  tags: string[];
  attributes: Record<string, ImportValue>;
  consent: 'granted' | 'denied' | null;
}

export interface RejectedRow {
  line: number;
  code: RowProblemCode;
  message: string;
  /** The column at fault; null: the row as a whole. */
  column: number | null;
}

export type ReadRow = { row: ImportRow; rejected: null } | { row: null; rejected: RejectedRow };

const MAX_NAME = 200;
const MAX_VALUE = 4_096;
const MAX_TAG = 64;
const MAX_TAGS = 100;

class RowError extends Error {
  readonly code: RowProblemCode;
  readonly column: number | null;

  constructor(code: RowProblemCode, column: number | null, message: string = rowProblems[code]) {
    super(message);
    this.code = code;
    this.column = column;
  }
}

export function reject(
  line: number,
  code: RowProblemCode,
  column: number | null,
  message: string = rowProblems[code],
): ReadRow {
  return { row: null, rejected: { line, code, message, column } };
}

/** @param rules definitions of attributes, which go before the types that the mapping names */
export function readRow(record: CsvRecord, mapping: ImportMapping, rules: AttributeRules): ReadRow {
  if ('broken' in record) return reject(record.line, 'broken_quotes', null);
  try {
    return { row: toRow(record.line, record.cells.map(cleanCell), mapping, rules), rejected: null };
  } catch (error) {
    if (!(error instanceof RowError)) throw error;
    return reject(record.line, error.code, error.column, error.message);
  }
}

/** Without what Postgres can't keep, and without the marks that copied numbers carry. */
export function cleanCell(cell: string): string {
  const text = cell.isWellFormed() ? cell : cell.toWellFormed();
  return unprotectCell(text.includes('\0') ? text.replaceAll('\0', '') : text).trim();
}

function toRow(line: number, cells: string[], mapping: ImportMapping, rules: AttributeRules): ImportRow {
  const { columns } = mapping;
  if (cells.slice(columns.length).some((cell) => cell !== '')) throw new RowError('too_many_cells', null);
  const phone = phoneOf(cells, columns, mapping.defaultCountry);
  const names: string[] = [];
  const tags = new Set(mapping.tags);
  const attributes: Record<string, ImportValue> = {};
  let consent: ImportRow['consent'] = mapping.everybodyConsents ? 'granted' : null;
  columns.forEach((target, column) => {
    const cell = cells[column] ?? '';
    if (cell === '') return;
    switch (target.kind) {
      case 'name':
        names.push(cell);
        break;
      case 'tags':
        for (const tag of splitTags(cell, target.separator)) {
          if (tag.length > MAX_TAG) throw new RowError('long_tag', column);
          tags.add(tag);
        }
        break;
      case 'attribute':
        Object.defineProperty(attributes, target.name, {
          value: valueOf(cell, target, rules.get(target.name), column),
          ...{ enumerable: true, configurable: true, writable: true },
        });
        break;
      case 'consent':
        consent = consentOf(cell, column) ?? consent;
        break;
      case 'phone':
      case 'ignore':
        break;
    }
  });
  const name = names.join(' ');
  if (name.length > MAX_NAME) throw new RowError('long_name', columnOf(columns, 'name'));
  if (tags.size > MAX_TAGS) throw new RowError('many_tags', columnOf(columns, 'tags'));
  return {
    ...{ line, phone: phone.phone, waId: phone.waId, country: phone.country },
    // The way it is written first: it may be how Meta knows the person.
    waIds: [...new Set([phone.waId, ...phoneVariants(phone.phone)])],
    ...{ name: name === '' ? null : name, tags: [...tags], attributes, consent },
  };
}

function columnOf(columns: ImportTarget[], kind: ImportTarget['kind']): number | null {
  const at = columns.findIndex((column) => column.kind === kind);
  return at === -1 ? null : at;
}

function phoneOf(cells: string[], columns: ImportTarget[], defaultCountry: string | null): PhoneInput {
  const column = columnOf(columns, 'phone');
  const typed = column === null ? '' : phoneText(cells[column] ?? '');
  if (typed === '') throw new RowError('no_phone', column);
  if (defaultCountry === null && /^0[^0]/.test(typed)) throw new RowError('unknown_country', column);
  const phone = typed.length > 64 ? null : readPhone(typed, defaultCountry);
  if (phone === null) throw new RowError('bad_phone', column);
  return phone;
}

/** Without invisible marks of direction, the `.0` of a number that went through a spreadsheet, and the trunk zero of `+49 (0)30`. */
function phoneText(cell: string): string {
  return cell
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/^(\d{7,15})\.0$/, '$1')
    .replace(/^(\+|00)(.*?)\(0\)/, '$1$2')
    .trim();
}

/** A tag that holds the separator stands in quotes. */
function splitTags(cell: string, separator: string): string[] {
  const parts = cell.includes('"')
    ? (Papa.parse<string[]>(cell.replaceAll('\n', ' '), { delimiter: separator }).data[0] ?? [])
    : cell.split(separator);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function valueOf(
  cell: string,
  { name, type, dates }: Extract<ImportTarget, { kind: 'attribute' }>,
  rule: AttributeRule | undefined,
  column: number,
): ImportValue {
  if (cell.length > MAX_VALUE) throw new RowError('long_value', column);
  if (rule !== undefined) {
    const value = readAttribute(rule, cell, dates) ?? null;
    if (value !== null) return value;
    throw new RowError(definedProblems[rule.type], column, `“${name}” ${attributeNeeds(rule)}`);
  }
  if (type === 'text') return cell;
  if (type === 'number') {
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(cell) || !Number.isFinite(Number(cell)))
      throw new RowError('bad_number', column);
    return Number(cell);
  }
  const word = plain(cell);
  if (yesWords.has(word)) return true;
  if (noWords.has(word)) return false;
  throw new RowError('bad_boolean', column);
}

const definedProblems = {
  text: 'not_stored', // every cell is a text
  number: 'bad_number',
  boolean: 'bad_boolean',
  date: 'bad_date',
  choice: 'bad_choice',
} as const satisfies Record<AttributeType, RowProblemCode>;

function consentOf(cell: string, column: number): ImportRow['consent'] {
  const word = plain(cell);
  if (yesWords.has(word)) return 'granted';
  if (noWords.has(word)) return 'denied';
  if (unknownWords.has(word) || word === '') return null;
  throw new RowError('bad_consent', column);
}
