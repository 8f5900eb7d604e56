/** What people type about a contact, as the database keeps it. */
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { canonicalPhone, phoneDigits } from '../core/messaging/identity.ts';
import { invalidField } from './problems.ts';

export interface PhoneInput {
  /** Digits in E.164, as WhatsApp names the person unless Meta says otherwise. */
  waId: string;
  /** `+` and digits, the same for every way to write the number. */
  phone: string;
  /** ISO 3166 code where the number tells it. */
  country: string | null;
}

/**
 * Reads an international number written in any usual way; `00` and a missing plus are understood.
 * @throws ApiError invalid_input for field `phone`
 */
export function readPhone(typed: string): PhoneInput {
  const written = typed.trim().replace(/^00/, '+');
  const international = written.startsWith('+') ? written : `+${written}`;
  // Only the length is asked for: ranges open every month, and WhatsApp itself knows who exists.
  const parsed = possible(international);
  if (parsed) {
    const phone = canonicalPhone(parsed.number);
    if (phone !== null) return { waId: parsed.number.slice(1), phone, country: parsed.country ?? null };
  }
  // An older way to write a Mexican or Argentine number may be too long for the numbering plan, yet be a WhatsApp id.
  const phone = canonicalPhone(international);
  const canonical = phone === null ? null : possible(phone);
  const waId = phoneDigits(international);
  if (phone !== null && canonical && waId !== null)
    return { waId, phone, country: canonical.country ?? null };
  throw invalidField(
    'phone',
    'is not a phone number; write it with its country code, for example +1 555 010 0001',
  );
}

function possible(international: string) {
  const parsed = parsePhoneNumberFromString(international);
  return parsed?.isPossible() ? parsed : null;
}

/** @throws ApiError invalid_input when the name is no IANA time zone */
export function checkTimeZone(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    throw invalidField('timeZone', 'is not a time zone; write for example Europe/Berlin');
  }
}

export function uniqueTags(tags: readonly string[]): string[] {
  return [...new Set(tags)];
}

type Attributes = Record<string, string | number | boolean | null>;

/** A change of attributes: what to merge in and what to take out (`null` removes). */
export function splitAttributes(attributes: Attributes): { set: Attributes; remove: string[] } {
  const entries = Object.entries(attributes);
  return {
    set: Object.fromEntries(entries.filter(([, value]) => value !== null)),
    remove: entries.filter(([, value]) => value === null).map(([name]) => name),
  };
}
