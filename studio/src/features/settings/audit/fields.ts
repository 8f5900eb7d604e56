/** Fields and values of an entry of the audit log, as people read them. Pure. */
import type { SegmentRules } from '../../../../../core/segments/rules.ts';
import { summariseRules } from '../../../../../core/segments/summary.ts';
import { fullTime } from '../../../shared/lib/time.ts';

const titles: Record<string, string> = {
  name: 'name',
  timeZone: 'time zone',
  businessHours: 'opening times',
  keyHash: 'key',
  actsFor: 'who it acts for',
  revokedAt: 'revoked',
  expiresAt: 'expiry',
  envelope: 'value',
  rules: 'rules',
  doc: 'document',
  params: 'selection',
  phoneNumberId: 'number',
  at: 'when',
};

/** In lower case: it stands inside sentences. */
export function fieldTitle(field: string): string {
  return titles[field] ?? field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** One value in words; structures as JSON. Null for none. */
export function valueText(value: unknown, locale?: string): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString(locale);
  if (typeof value === 'string') return ISO_TIME.test(value) ? fullTime(value, locale) : value;
  if (isHidden(value)) return 'hidden';
  if (isDigest(value)) return `${value.bytes.toLocaleString(locale)} bytes, ${value.sha256.slice(0, 8)}…`;
  if (isRules(value)) return rulesText(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return value.join(', ') || null;
  return JSON.stringify(value, null, 2);
}

function isHidden(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'hidden' in value;
}

function isDigest(value: unknown): value is { bytes: number; sha256: string } {
  return typeof value === 'object' && value !== null && 'bytes' in value && 'sha256' in value;
}

function isRules(value: unknown): value is SegmentRules {
  return typeof value === 'object' && value !== null && 'kind' in value && 'of' in value;
}

/** An entry outlives the rules of its day: what can't be told any more is shown as it was stored. */
function rulesText(rules: SegmentRules): string {
  try {
    return summariseRules(rules);
  } catch {
    return JSON.stringify(rules, null, 2);
  }
}
