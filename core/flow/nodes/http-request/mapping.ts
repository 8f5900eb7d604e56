/** From an answer to variables. */
import type { VariableValue } from '../../basics.ts';
import type { JsonValue } from '../../calls.ts';
import { parseDate, parseNumber, parseValue } from '../shared/values.ts';
import { readPath } from './json-path.ts';
import type { ResponseMapping } from './manifest.ts';

/** What a variable keeps of a longer text. */
const MAX_TEXT_LENGTH = 4_096;

/**
 * What the answer lacks, or has as null, becomes null: many services leave out what they don't know.
 * @returns null when a value is there and has another type, or parts are asked of an answer that is no JSON
 */
export function mapAnswer(
  body: JsonValue,
  mappings: readonly ResponseMapping[],
): Record<string, VariableValue> | null {
  const variables: [string, VariableValue][] = [];
  for (const { path, variable, type } of mappings) {
    if (variable === '') continue;
    const isPart = path.trim() !== '' && path.trim() !== '$';
    if (isPart && (body === null || typeof body !== 'object')) return null;
    const value = asVariable(readPath(body, path) ?? null, type);
    if (value === undefined) return null;
    variables.push([variable, value]);
  }
  return Object.fromEntries(variables);
}

/** Undefined when the value doesn't fit the type. */
function asVariable(value: JsonValue, type: ResponseMapping['type']): VariableValue | undefined {
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
