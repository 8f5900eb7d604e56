/** Phone numbers as people write them. */
import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/min';
import { canonicalPhone, phoneDigits } from './identity.ts';

export interface PhoneInput {
  /** Digits in E.164, as WhatsApp names the person unless Meta says otherwise. */
  waId: string;
  /** `+` and digits, the same for every way to write the number. */
  phone: string;
  /** ISO 3166 code where the number tells it. */
  country: string | null;
}

/**
 * Reads a number written in any usual way; `00` is understood. A number without a plus is one of `country`; without a country it is
 * taken for an international one.
 *
 * @param country ISO 3166 code
 * @returns null when this is no phone number
 */
export function readPhone(typed: string, country: string | null = null): PhoneInput | null {
  const written = typed.trim().replace(/^00/, '+');
  if (!written.startsWith('+') && country !== null) return readNational(written, country);
  return readInternational(written);
}

/** Only the length is asked for: ranges open every month, and WhatsApp itself knows who exists. */
function readInternational(written: string): PhoneInput | null {
  const international = written.startsWith('+') ? written : `+${written}`;
  const parsed = parse(international);
  const possible = parsed?.isPossible() ? toInput(parsed) : null;
  if (possible !== null) return possible;
  // An older way to write a Mexican or Argentine number may be too long for the numbering plan, yet be a WhatsApp id.
  const phone = canonicalPhone(international);
  const waId = phoneDigits(international);
  const canonical = phone === null ? undefined : parse(phone);
  if (phone === null || waId === null || !canonical?.isPossible()) return null;
  return { waId, phone, country: canonical.country ?? null };
}

/**
 * Some write the country's code and leave out the plus: digits that begin with it and are a valid number by it are that. Else what is valid
 * goes before what is only of a possible length.
 */
function readNational(written: string, country: string): PhoneInput | null {
  const international = parse(`+${written}`);
  const isInternational = international?.isValid() ?? false;
  if (isInternational && international!.countryCallingCode === callingCode(country))
    return toInput(international!);
  const national = parse(written, country as CountryCode);
  if (national?.isValid()) return toInput(national);
  if (isInternational) return toInput(international!);
  return national?.isPossible() ? toInput(national) : null;
}

function callingCode(country: string): string | null {
  return isSupportedCountry(country) ? getCountryCallingCode(country) : null;
}

function toInput(parsed: PhoneNumber): PhoneInput | null {
  const phone = canonicalPhone(parsed.number);
  return phone === null ? null : { waId: parsed.number.slice(1), phone, country: parsed.country ?? null };
}

/** The whole text is the number: nothing is looked for inside of it, which takes a third of the time. */
function parse(text: string, defaultCountry?: CountryCode): PhoneNumber | undefined {
  return parsePhoneNumberFromString(text, { defaultCountry, extract: false });
}
