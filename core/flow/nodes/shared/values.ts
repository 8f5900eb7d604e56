/** Reads what people and templates write as values of a type. */
import type { VariableType, VariableValue } from '../../basics.ts';
import { normaliseText } from './normalise.ts';
import { readCoordinates } from './places.ts';

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

/** `1234.5`, `1,234.5` and `3,5`: a comma followed by exactly three digits separates thousands, else it is the decimal mark. */
export function parseNumber(text: string): number | null {
  const compact = text.trim().replace(/[\s\u00a0\u202f']/gu, '');
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(compact)) return Number(compact.replaceAll(',', ''));
  if (/^[+-]?\d{1,30}([.,]\d{1,30})?$/.test(compact)) return Number(compact.replace(',', '.'));
  return null;
}

/**
 * A calendar day as `2026-11-24`, from that form, `2026/11/24`, `24.11.2026` or `24/11/2026` (day first); a time of day
 * after an ISO date is left out. Days that don't exist are refused.
 */
export function parseDate(text: string): string | null {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].{0,30})?$/.exec(text.trim());
  if (iso) return calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dayFirst = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text.trim());
  return dayFirst ? calendarDay(Number(dayFirst[3]), Number(dayFirst[2]), Number(dayFirst[1])) : null;
}

function calendarDay(year: number, month: number, day: number): string | null {
  if (year < 1000 || month < 1 || month > 12 || day < 1) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : null;
}
