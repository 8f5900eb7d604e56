/**
 * Lists as values of variables: rows of scalars by name, bounded in number and size, so that the state of a run stays small. Whatever
 * a service answers becomes a list here, or a part of one; nothing throws.
 */
import type { ListItem, Scalar, VariableValue } from './basics.ts';

export const MAX_LIST_ITEMS = 100;
/** Of a list as JSON. */
export const MAX_LIST_BYTES = 16 * 1024;
export const MAX_ITEM_FIELDS = 30;
/** What a field keeps of a longer text. */
export const MAX_FIELD_LENGTH = 1_000;

/** The field of a row that is a single value. */
export const VALUE_FIELD = 'value';

/** Problem code of a step that saved a part of a list that was too long or too large. */
export const LIST_CUT = 'list_cut';

/** No field has the name of what every object has already. */
export const HIDING_NAMES: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
]);

/** Fields by which a row is shown where nobody says how. */
const NAMING_FIELDS = ['title', 'name', 'label', VALUE_FIELD];

export function isList(value: unknown): value is ListItem[] {
  return Array.isArray(value);
}

export function isItem(value: unknown): value is ListItem {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/**
 * Rows of anything as a list. Rows that are nothing are left out, and so are lists and records inside a row.
 *
 * @returns `isCut` when there were more rows, fields or words than a list takes
 */
export function listOf(rows: readonly unknown[]): { list: ListItem[]; isCut: boolean } {
  const list: ListItem[] = [];
  let isCut = false;
  let bytes = 2;
  for (const row of rows) {
    const read = itemOf(row);
    if (read === null) {
      // A row that is too large by itself.
      isCut ||= isItem(row) && sizeOf(row) > MAX_LIST_BYTES / 2;
      continue;
    }
    const size = sizeOf(read.item) + 1;
    if (list.length === MAX_LIST_ITEMS || bytes + size > MAX_LIST_BYTES) return { list, isCut: true };
    list.push(read.item);
    bytes += size;
    isCut ||= read.isCut;
  }
  return { list, isCut };
}

/** One row; null for what is none: nothing, a list, a record without a scalar. */
export function itemOf(row: unknown): { item: ListItem; isCut: boolean } | null {
  if (row === null || row === undefined) return null;
  if (isScalar(row)) return itemOf({ [VALUE_FIELD]: row });
  if (!isItem(row)) return null;
  const item: ListItem = {};
  let isCut = false;
  for (const [key, value] of Object.entries(row)) {
    const name = fieldName(key);
    if (name === null || !isScalar(value) || Object.hasOwn(item, name)) continue;
    if (Object.keys(item).length === MAX_ITEM_FIELDS) return { item, isCut: true };
    const kept = typeof value === 'string' ? storable(value.slice(0, MAX_FIELD_LENGTH)) : value;
    isCut ||= typeof value === 'string' && value.length > MAX_FIELD_LENGTH;
    item[name] = typeof kept === 'number' && !Number.isFinite(kept) ? null : kept;
  }
  // Thirty long fields may still be more than a list takes.
  if (Object.keys(item).length === 0 || sizeOf(item) > MAX_LIST_BYTES / 2) return null;
  return { item, isCut };
}

/** A key as texts can read it: `net price` is `net_price`. Null for one without a letter or digit. */
export function fieldName(key: string): string | null {
  const name = key
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .slice(0, 64);
  if (!/[A-Za-z0-9]/.test(name) || HIDING_NAMES.has(name)) return null;
  return /^\d/.test(name) ? `_${name}`.slice(0, 64) : name;
}

/** Any value in words: what a text shows of it, what a contact's attribute keeps of it. */
export function wordsOfValue(value: VariableValue): string {
  if (value === null) return '';
  if (isList(value)) return value.map(wordsOfItem).join(', ');
  return isItem(value) ? wordsOfItem(value) : String(value);
}

/** By its title or name, else all of its fields. */
export function wordsOfItem(item: Readonly<ListItem>): string {
  const naming = NAMING_FIELDS.find((name) => Object.hasOwn(item, name) && !isEmpty(item[name]));
  if (naming !== undefined) return String(item[naming]);
  return Object.values(item)
    .filter((value) => !isEmpty(value))
    .map(String)
    .join(', ');
}

function isEmpty(value: Scalar | undefined): boolean {
  return value === null || value === undefined || value === '';
}

/** The value as a scalar: lists and rows in words. */
export function asScalar(value: VariableValue): Scalar {
  return isScalar(value) ? value : wordsOfValue(value);
}

/** Written lists: JSON, else a value a line, else values with commas or semicolons between them. */
export function readList(text: string): ListItem[] {
  const rows = jsonOf(text, '[');
  if (Array.isArray(rows)) return listOf(rows).list;
  const lines = text.split('\n');
  const parts = lines.length > 1 ? lines : text.split(/[,;]/);
  return listOf(parts.map((part) => part.trim()).filter((part) => part !== '')).list;
}

/** A written row: a JSON object, else a single value; null for nothing that can be kept. */
export function readItem(text: string): ListItem | null {
  const row = jsonOf(text, '{');
  return itemOf(isItem(row) ? row : text)?.item ?? null;
}

function jsonOf(text: string, start: '[' | '{'): unknown {
  if (!text.startsWith(start)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sizeOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** U+0000 and lone surrogates can't be stored: both become U+FFFD. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
