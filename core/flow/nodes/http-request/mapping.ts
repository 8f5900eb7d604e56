/** From an answer to variables. */
import type { VariableValue } from '../../basics.ts';
import type { JsonValue } from '../../calls.ts';
import { isItem, isScalar, listOf } from '../../lists.ts';
import { parseDate, parseNumber, parseValue } from '../shared/values.ts';
import { readPath } from './json-path.ts';
import type { ResponseMapping } from './manifest.ts';

/** What a variable keeps of a longer text. */
const MAX_TEXT_LENGTH = 4_096;

/**
 * What the answer lacks, or has as null, becomes null: many services leave out what they don't know.
 * @returns null when a value is there and has another type, or parts are asked of an answer that is no JSON; `isCut` when a list had
 * more in it than a variable takes
 */
export function mapAnswer(
  body: JsonValue,
  mappings: readonly ResponseMapping[],
): { variables: Record<string, VariableValue>; isCut: boolean } | null {
  const variables: [string, VariableValue][] = [];
  let isCut = false;
  for (const { path, variable, type, columns = [] } of mappings) {
    if (variable === '') continue;
    const isPart = path.trim() !== '' && path.trim() !== '$';
    if (isPart && (body === null || typeof body !== 'object')) return null;
    const found = readPath(body, path) ?? null;
    if (type === 'list') {
      const read = asList(found, columns);
      if (read === null) return null;
      isCut ||= read.isCut;
      variables.push([variable, read.list]);
      continue;
    }
    const value = asScalar(found, type);
    if (value === undefined) return null;
    variables.push([variable, value]);
  }
  return { variables: Object.fromEntries(variables), isCut };
}

type Columns = NonNullable<ResponseMapping['columns']>;

/** Nothing is an empty list; null for what is there and is no list. */
function asList(found: JsonValue, columns: Columns): ReturnType<typeof listOf> | null {
  if (found === null) return { list: [], isCut: false };
  if (!Array.isArray(found)) return null;
  const named = columns.filter(({ name }) => name !== '');
  return listOf(named.length === 0 ? found : found.map((row) => withColumns(row, named)));
}

/** A column that the row doesn't have is null there, so that every row has all of them. */
function withColumns(row: JsonValue, columns: Columns): JsonValue {
  if (row === null) return null;
  return Object.fromEntries(
    columns.map(({ name, path }) => {
      const value = readPath(row, path.trim() === '' && isItem(row) ? name : path) ?? null;
      return [name, isScalar(value) ? value : null];
    }),
  );
}

/** Undefined when the value doesn't fit the type. */
function asScalar(
  value: JsonValue,
  type: Exclude<ResponseMapping['type'], 'list'>,
): VariableValue | undefined {
  if (value === null) return null;
  switch (type) {
    case 'text':
      return asText(value);
    case 'number':
      if (typeof value === 'number') return value;
      return typeof value === 'string'
        ? value.trim() === ''
          ? null
          : (parseNumber(value) ?? undefined)
        : undefined;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      return typeof value === 'string' || typeof value === 'number'
        ? parseValue(String(value), 'boolean')
        : undefined;
    case 'date':
      return typeof value === 'string' ? asDate(value.trim()) : undefined;
  }
}

/** Lists and objects as JSON. */
function asText(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // NOTE: cutting may leave half a character pair, which can't be stored.
  return text.slice(0, MAX_TEXT_LENGTH).toWellFormed();
}

const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** A moment stays one, everything else becomes a calendar day. */
function asDate(text: string): string | null | undefined {
  if (text === '') return null;
  if (ISO_MOMENT.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text;
  return parseDate(text) ?? undefined;
}
