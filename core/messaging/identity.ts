/**
 * Numbers that Meta writes in two ways. A Brazilian mobile appears with or without the ninth digit, a Mexican one as
 * 52 or 521, an Argentine one as 54 or 549, depending on when the account was made and who asks. Both ways are one
 * person, so people are looked up by the canonical phone; sends go to the `wa_id` that Meta itself gave.
 */

/** E.164 allows 15 digits. A longer run of digits is some other id (a group, for example), never a phone. */
const MAX_PHONE_DIGITS = 15;

interface NumberingRule {
  /** The way we write the number. */
  canonical: RegExp;
  toOther: (digits: string) => string;
  other: RegExp;
  toCanonical: (digits: string) => string;
}

const NUMBERING_RULES: NumberingRule[] = [
  // Brazil: 55, two-digit area, 9, eight digits. Old accounts lack the 9. Landlines start with 2 to 5 and stay.
  {
    canonical: /^55[1-9]\d9[6-9]\d{7}$/,
    toOther: (d) => d.slice(0, 4) + d.slice(5),
    other: /^55[1-9]\d[6-9]\d{7}$/,
    toCanonical: (d) => `${d.slice(0, 4)}9${d.slice(4)}`,
  },
  // Mexico: the 1 after 52 was abolished for dialling in 2019; older accounts still carry it.
  {
    canonical: /^52[2-9]\d{9}$/,
    toOther: (d) => `521${d.slice(2)}`,
    other: /^521\d{10}$/,
    toCanonical: (d) => `52${d.slice(3)}`,
  },
  // Argentina: mobiles are dialled +54 9 from abroad; the 9 gets lost in address books.
  {
    canonical: /^549\d{10}$/,
    toOther: (d) => `54${d.slice(3)}`,
    other: /^54[1-8]\d{9}$/,
    toCanonical: (d) => `549${d.slice(2)}`,
  },
];

/**
 * The one way we write a person's number: `+` and digits, the same for every variant of the number.
 *
 * @param waId digits as Meta sends them; `+`, spaces, dots, dashes and brackets are allowed
 * @returns null when this isn't a phone number
 */
export function canonicalPhone(waId: string): string | null {
  const digits = phoneDigits(waId);
  if (digits === null) return null;
  const rule = NUMBERING_RULES.find((r) => r.other.test(digits));
  return `+${rule ? rule.toCanonical(digits) : digits}`;
}

/** All ways in which Meta may write this number as `wa_id` (digits only), the canonical one first. */
export function phoneVariants(phone: string): string[] {
  const canonical = canonicalPhone(phone)?.slice(1);
  if (canonical === undefined) return [];
  const rule = NUMBERING_RULES.find((r) => r.canonical.test(canonical));
  return rule ? [canonical, rule.toOther(canonical)] : [canonical];
}

/** The digits of a phone number written in any usual way, or null when it holds anything else. */
export function phoneDigits(value: string): string | null {
  const digits = value
    .trim()
    .replace(/^\+/, '')
    .replace(/[\s().\-\u00a0\u2011]/g, '');
  return /^\d+$/.test(digits) && digits.length <= MAX_PHONE_DIGITS ? digits : null;
}

/**
 * Whether this looks like one of Meta's business-scoped user ids: a country, a dot and an opaque part, with `ENT` in
 * between for a parent id, or the older `user.` form. Case matters, so nothing is normalised.
 */
export function isBsuid(value: string): boolean {
  return (
    /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9_-]{1,128}$/.test(value) || /^user\.[A-Za-z0-9.]{1,128}$/.test(value)
  );
}
