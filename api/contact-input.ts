/** What people type about a contact, as the database keeps it. */
import { phoneVariants } from '../core/messaging/identity.ts';
import { readPhone as parsePhone, type PhoneInput } from '../core/messaging/read-phone.ts';
import { readTimeZone } from '../core/people/contact-fields.ts';
import { invalidField } from './problems.ts';

export type { PhoneInput };

/**
 * Reads an international number written in any usual way; `00` and a missing plus are understood.
 * @throws ApiError invalid_input for field `phone`
 */
export function readPhone(typed: string): PhoneInput {
  const phone = parsePhone(typed);
  if (phone !== null) return phone;
  throw invalidField(
    'phone',
    'is not a phone number; write it with its country code, for example +1 555 010 0001',
  );
}

/** @throws ApiError invalid_input when the name is no IANA time zone */
export function checkTimeZone(timeZone: string): string {
  const known = readTimeZone(timeZone);
  if (known !== undefined) return known;
  throw invalidField('timeZone', 'is not a time zone; write for example Europe/Berlin');
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

/** All ways in which a number that somebody searches for may be stored; none for what is no whole number. */
export function numberSpellings(search: string): string[] {
  const variants = phoneVariants(search);
  return [...variants, ...variants.map((digits) => `+${digits}`)];
}
