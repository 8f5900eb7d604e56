/** Numbers as people type them into a chat: with thousands, with a currency, in the digits of their script. */
import { westernDigits } from './digits.ts';
import type { DecimalMark } from './number-formats.ts';

const MAX_LENGTH = 60;
const CURRENCY = String.raw`(?:\p{L}{0,3}\p{Sc}|rs\.?|rp\.?|kr\.?|z[lł]|tl|chf|eur|euros?|usd|inr|brl|gbp|mxn|idr)`;
const AROUND = new RegExp(
  String.raw`^(${CURRENCY})?([+-]?)(${CURRENCY})?(\d[\d.,]*)(?:${CURRENCY}|,-|\.-)?$`,
  'iu',
);

/**
 * @param decimalMark decides only what reads both ways: `1.500` and `1,500`
 * @returns null for what is no number, such as `1.2.3`
 */
export function readTypedNumber(text: string, decimalMark: DecimalMark): number | null {
  if (text.length > MAX_LENGTH) return null;
  const compact = westernDigits(text)
    .replace(/[\s'’٬]/gu, '')
    .replaceAll('٫', decimalMark === 'comma' ? ',' : '.')
    .replaceAll('−', '-');
  const [, , sign = '', , digits] = AROUND.exec(compact) ?? [];
  const written = digits === undefined ? null : withPoint(digits, decimalMark);
  return written === null ? null : Number(`${sign}${written}`);
}

/** The digits with a point as decimal mark and without thousands. */
function withPoint(digits: string, decimalMark: DecimalMark): string | null {
  const mark = decimalMarkIn(digits, decimalMark);
  const [whole = '', fraction, ...more] = mark === null ? [digits] : digits.split(mark);
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return null;
  const isWhole = /^\d+$/.test(whole) || GROUPED.some((pattern) => pattern.test(whole));
  if (!isWhole) return null;
  const plain = whole.replace(/[.,]/g, '');
  return fraction === undefined ? plain : `${plain}.${fraction}`;
}

/** Thousands, and as India writes them: hundreds of thousands in pairs. */
const GROUPED = [/^\d{1,3}(?:\.\d{2,3})*\.\d{3}$/, /^\d{1,3}(?:,\d{2,3})*,\d{3}$/];

function decimalMarkIn(digits: string, decimalMark: DecimalMark): '.' | ',' | null {
  const [points, commas] = [digits.split('.').length - 1, digits.split(',').length - 1];
  if (points + commas === 0) return null;
  if (points > 0 && commas > 0) return digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
  if (points + commas > 1) return null;
  const only = points === 1 ? '.' : ',';
  const readsBothWays = /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits);
  return !readsBothWays || only === (decimalMark === 'comma' ? ',' : '.') ? only : null;
}
