/** Reads what people and templates write as values of a type. */
import type { VariableType, VariableValue } from '../../basics.ts';
import { parseDate, parseNumber } from '../../../people/written-values.ts';
import { normaliseText } from './normalise.ts';
import { readCoordinates } from './places.ts';

export { parseDate, parseNumber };

const WORDS_FOR_TRUE = new Set(['true', 'yes', '1', 'on']);
const WORDS_FOR_FALSE = new Set(['false', 'no', '0', 'off']);

/** @returns null for an empty text, undefined when the text is no value of the type. */
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
  }
}
