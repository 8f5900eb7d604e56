/** Which answers a question takes, and how each is saved. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { DateOrder } from '../../../people/written-values.ts';
import type { VariableValue } from '../../basics.ts';
import type { InboundReply } from '../../run.ts';
import { westernDigits } from '../shared/digits.ts';
import { dateOrderOf, decimalMarkOf } from '../shared/number-formats.ts';
import { chosenOption, wordsOf } from '../shared/options.ts';
import { matchesWhole } from '../shared/pattern.ts';
import { readDay } from '../shared/time-text.ts';
import { readTypedNumber } from '../shared/typed-number.ts';
import type { AskValidation, MediaKind } from './manifest.ts';

export interface AnswerContext {
  /** E.164; a phone number typed without its country is read as one of the same country. */
  contactPhone: string | null;
  /** Says how numbers and days are written where the question doesn't. */
  locale: string | null;
  /** The person's calendar day as midnight in UTC, for "tomorrow" and days without a year; null refuses these. */
  today: number | null;
}

/**
 * @returns the value to save: numbers as numbers, dates as `2026-11-24`, phones as E.164, choices as their title, files
 * as the id of their message, places as `52.52,13.405`; null when the answer is wrong, as everything without words is
 * where words are asked for.
 */
export function readAnswer(
  validation: Exclude<AskValidation, { kind: 'choices' }>,
  message: InboundReply,
  { contactPhone, locale, today }: AnswerContext,
): Exclude<VariableValue, null> | null {
  if (validation.kind === 'choice') return chosenOption(validation.options, message)?.title ?? null;
  if (validation.kind === 'media')
    return isAllowedFile(validation.allowed, message) ? message.messageId : null;
  if (validation.kind === 'location') return message.location ? placeOf(message.location) : null;
  const words = wordsOf(message)?.trim() ?? '';
  if (words === '') return null;
  switch (validation.kind) {
    case 'text': {
      const length = Array.from(words).length;
      return length >= (validation.minLength ?? 1) && length <= (validation.maxLength ?? 4096) ? words : null;
    }
    case 'number': {
      const { decimalMark = 'auto' } = validation;
      const number = readTypedNumber(words, decimalMark === 'auto' ? decimalMarkOf(locale) : decimalMark);
      if (number === null || (validation.integer === true && !Number.isInteger(number))) return null;
      return number >= (validation.min ?? -Infinity) && number <= (validation.max ?? Infinity)
        ? number
        : null;
    }
    case 'email':
      return isEmail(words) ? words : null;
    case 'date': {
      const { order = 'auto' } = validation;
      const day = readTypedDay(words, today, order === 'auto' ? dateOrderOf(locale) : order);
      if (day === null) return null;
      return day >= (validation.earliest ?? '') && day <= (validation.latest ?? '9999') ? day : null;
    }
    case 'phone':
      return readPhone(westernDigits(words), contactPhone);
    case 'regex':
      return matchesWhole(validation.pattern, words) ? words : null;
  }
}

/** A day that exists in one order only, such as `24/11/2026`, needs none. */
function readTypedDay(words: string, today: number | null, order: DateOrder): string | null {
  const text = westernDigits(words);
  return (
    readDay(text, today, order) ?? readDay(text, today, order === 'dayFirst' ? 'monthFirst' : 'dayFirst')
  );
}

function isAllowedFile(allowed: readonly MediaKind[], { media }: InboundReply): boolean {
  return media ? allowed.length === 0 || allowed.includes(media.kind) : false;
}

/** Six digits are a tenth of a metre. */
function placeOf({ latitude, longitude }: { latitude: number; longitude: number }): string {
  return [latitude, longitude].map((degrees) => Number(degrees.toFixed(6))).join(',');
}

const EMAIL_PATTERN = /^[^\s@<>()[\],;:"\\]{1,64}@[\p{L}\p{N}-]{1,63}(\.[\p{L}\p{N}-]{1,63})+$/u;

function isEmail(text: string): boolean {
  return text.length <= 254 && EMAIL_PATTERN.test(text) && !text.includes('..');
}

function readPhone(text: string, contactPhone: string | null): string | null {
  if (text.length > 40) return null;
  const home = contactPhone === null ? undefined : parsePhoneNumberFromString(international(contactPhone));
  const parsed =
    parsePhoneNumberFromString(text.replace(/^00/, '+'), home?.country) ??
    parsePhoneNumberFromString(international(text));
  return parsed?.isPossible() === true ? parsed.number : null;
}

/** WhatsApp ids are E.164 without the plus. */
function international(phone: string): string {
  return phone.startsWith('+') ? phone : `+${phone}`;
}
