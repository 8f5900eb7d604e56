/**
 * Attributes of contacts that an organisation has defined, and the one reader of their values: the API, imports, flows and the studio
 * write what it gives them.
 */
import { noWords, plain, yesWords } from './words.ts';
import { parseDate, parseNumber, type DateOrder } from './written-values.ts';

export const attributeTypes = ['text', 'number', 'boolean', 'date', 'choice'] as const;
export type AttributeType = (typeof attributeTypes)[number];
export type AttributeValue = string | number | boolean;

export interface AttributeRule {
  type: AttributeType;
  /** Of a choice. */
  options: readonly string[];
}

/** By the name that stands in `attributes` of a contact. */
export type AttributeRules = ReadonlyMap<string, AttributeRule>;

/**
 * A value as one of the attribute's type: `"34"` is a number, `"Ja"` is a yes, `28.11.2026` is the day `2026-11-28`, a number is a
 * text. What is of the type already stays as it is, without the space around a text.
 * @param dates which comes first in days such as `1/2/2026`
 * @returns null for no value, which an empty text is too; undefined when it can't be read
 */
export function readAttribute(
  { type, options }: AttributeRule,
  value: unknown,
  dates?: DateOrder,
): AttributeValue | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value).trim();
  if (text === '') return null;
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return typeof value === 'number' ? finite(value) : readNumber(text);
    case 'boolean':
      return readBoolean(text);
    case 'date':
      return parseDate(text, dates) ?? undefined;
    case 'choice':
      return readChoice(options, text);
  }
}

/** What a value of the attribute must be, as the end of a sentence. */
export function attributeNeeds({ type, options }: AttributeRule): string {
  switch (type) {
    case 'text':
      return 'must be a text';
    case 'number':
      return 'must be a number';
    case 'boolean':
      return 'must be yes or no';
    case 'date':
      return 'must be a date such as 2026-11-28';
    case 'choice':
      return `must be one of: ${options.join(', ')}`;
  }
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** As people write it, as programs do (`1.5e3`), and with points between thousands where a comma shows what they are. */
function readNumber(text: string): number | undefined {
  const written = parseNumber(text);
  if (written !== null) return written;
  if (/^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'));
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? finite(Number(text)) : undefined;
}

function readBoolean(text: string): boolean | undefined {
  const isNumber = /^[+-]?[\d.,]+$/.test(text);
  const word = isNumber ? text.replace(/\.0+$/, '') : plain(text);
  if (yesWords.has(word)) return true;
  return noWords.has(word) ? false : undefined;
}

/** Exactly as it is written, else without case, accents and punctuation. */
function readChoice(options: readonly string[], text: string): string | undefined {
  if (options.includes(text)) return text;
  const word = plain(text);
  return word === '' ? undefined : options.find((option) => plain(option) === word);
}
