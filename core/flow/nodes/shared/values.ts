/** Reads what people and templates write as values of a type. */
import type { Scalar, ScalarType, VariableType, VariableValue } from '../../basics.ts';
import { isList, listOf, readItem, readList, wordsOfValue } from '../../lists.ts';
import { parseDate, parseNumber } from '../../../people/written-values.ts';
import { normaliseText } from './normalise.ts';
import { readCoordinates } from './places.ts';

export { parseDate, parseNumber };

const WORDS_FOR_TRUE = new Set(['true', 'yes', '1', 'on']);
const WORDS_FOR_FALSE = new Set(['false', 'no', '0', 'off']);

/** @returns null for an empty text, undefined when the text is no value of the type. */
export function parseValue(text: string, type: ScalarType): Scalar | undefined;
export function parseValue(text: string, type: VariableType): VariableValue | undefined;
export function parseValue(text: string, type: VariableType): VariableValue | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  switch (type) {
    case 'text':
      return trimmed;
    case 'number':
      return parseNumber(trimmed) ?? undefined;
    case 'boolean': {
      const word = normaliseText(trimmed);
      if (WORDS_FOR_TRUE.has(word)) return true;
      return WORDS_FOR_FALSE.has(word) ? false : undefined;
    }
    case 'date':
      return parseDate(trimmed) ?? undefined;
    case 'location': {
      const place = readCoordinates(trimmed);
      return place === null ? undefined : `${place.latitude},${place.longitude}`;
    }
    // The id of the message that brought the file.
    case 'media':
      return trimmed;
    case 'list':
      return readList(trimmed);
    case 'item':
      return readItem(trimmed) ?? undefined;
  }
}

/** A value as one of another type: a row is also a list of one, a list in words is a text. Undefined when it is none. */
export function valueAs(value: VariableValue, type: VariableType): VariableValue | undefined {
  if (value === null) return null;
  if (typeof value !== 'string' && (type === 'list' || type === 'item')) {
    const list = isList(value) ? value : listOf([value]).list;
    return type === 'list' ? list : (list[0] ?? null);
  }
  return parseValue(wordsOfValue(value), type);
}
