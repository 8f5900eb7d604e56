/** A first guess at what the columns of a file mean: by their headers, else by what stands in them. */
import type { ImportMapping, ImportTarget } from '../api/imports.ts';
import { readPhone } from '../messaging/read-phone.ts';
import { plain } from '../people/words.ts';
import { parseDate } from '../people/written-values.ts';
import { cleanCell } from './read-row.ts';
import { headerWords } from './words.ts';

/** Share of the filled cells that must be phone numbers for a column without a telling header. */
const PHONE_SHARE = 0.7;
/** With a trunk zero, of whatever country. */
const NATIONAL = /^0\d[\d\s/()-]{6,}$/;
const MAX_ATTRIBUTE_NAME = 64;

/** @param rows some rows below the header */
export function suggestMapping(headers: readonly string[], rows: readonly string[][]): ImportMapping {
  const values = headers.map((_, at) =>
    rows.map((row) => cleanCell(row[at] ?? '')).filter((cell) => cell !== ''),
  );
  const phone = findPhone(headers, values);
  const taken = new Set<string>();
  const columns = headers.map((header, at): ImportTarget => {
    if (at === phone) return { kind: 'phone' };
    const filled = values[at]!;
    const word = plain(header);
    if (headerWords.name.has(word)) return { kind: 'name' };
    if (headerWords.tags.has(word)) return { kind: 'tags', separator: separatorOf(filled) };
    if (headerWords.consent.has(word) && !taken.has('consent')) {
      taken.add('consent');
      return { kind: 'consent' };
    }
    const name = attributeName(header);
    if (name === '' || filled.length === 0 || headerWords.ignored.has(word) || taken.has(`:${name}`))
      return { kind: 'ignore' };
    taken.add(`:${name}`);
    return {
      ...{ kind: 'attribute', name, type: typeOf(filled) },
      ...(isMonthFirst(filled) ? { dates: 'monthFirst' } : {}),
    };
  });
  return {
    ...{ columns, defaultCountry: null, existing: 'update', tags: [] },
    ...{ everybodyConsents: false, consentSource: null },
  };
}

/** Columns whose headers say the key or the label of a defined attribute become that attribute; of two the first. */
export function withDefinedAttributes(
  mapping: ImportMapping,
  definitions: readonly { key: string; label: string }[],
): ImportMapping {
  const taken = new Set<string>();
  const columns = mapping.columns.map((column) => {
    if (column.kind !== 'attribute') return column;
    const word = plain(column.name);
    const found =
      definitions.find(({ key }) => key === column.name) ??
      definitions.find(({ key, label }) => plain(key) === word || plain(label) === word);
    if (word === '' || found === undefined || taken.has(found.key)) return column;
    taken.add(found.key);
    return { ...column, name: found.key };
  });
  return { ...mapping, columns };
}

/** Whether the first row already holds a person: then the file has no header. */
export function looksLikeData(cells: readonly string[]): boolean {
  return cells.map(cleanCell).some((cell) => /^[+\d][\d\s().-]{6,}$/.test(cell) && readPhone(cell) !== null);
}

function findPhone(headers: readonly string[], values: string[][]): number {
  const shares = values.map((filled) => {
    const numbers = filled.filter(
      (cell) => /\d/.test(cell) && (NATIONAL.test(cell) || readPhone(cell, 'US') !== null),
    );
    return filled.length === 0 ? 0 : numbers.length / filled.length;
  });
  const named = headers.flatMap((header, at) => (headerWords.phone.has(plain(header)) ? at : []));
  // Among several the fullest; a header that tells goes before content that only looks like it.
  const best = (candidates: number[]) =>
    candidates.toSorted((a, b) => shares[b]! * values[b]!.length - shares[a]! * values[a]!.length)[0];
  return best(named) ?? best(headers.flatMap((_, at) => (shares[at]! >= PHONE_SHARE ? at : []))) ?? -1;
}

/** `attribute: Name` is how an export writes an attribute that is called like one of its own columns. */
function attributeName(header: string): string {
  const name = cleanCell(header).replace(/^attribute:\s*/i, '');
  return name.slice(0, MAX_ATTRIBUTE_NAME).toWellFormed().trim();
}

function separatorOf(cells: string[]): ',' | ';' | '|' {
  const counts = ([',', ';', '|'] as const).map((mark) => ({
    mark,
    count: cells.filter((cell) => cell.replace(/"[^"]*"/g, '').includes(mark)).length,
  }));
  return counts.toSorted((a, b) => b.count - a.count)[0]!.mark;
}

/** A number with leading zeros, or too long to be one exactly, is a code. */
function typeOf(cells: string[]): 'text' | 'number' | 'boolean' {
  if (cells.every((cell) => /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/.test(cell))) return 'number';
  if (cells.every((cell) => /^(true|false)$/i.test(cell))) return 'boolean';
  return 'text';
}

/** Days such as 11/28/2026: some can only be meant so, and none speaks against it. */
function isMonthFirst(cells: string[]): boolean {
  return (
    cells.some((cell) => parseDate(cell) === null && parseDate(cell, 'monthFirst') !== null) &&
    cells.every((cell) => parseDate(cell, 'monthFirst') !== null)
  );
}
