/** The filters that texts may use: Liquid's harmless ones, and ours for dates and numbers, without locale. */
import type { Context, Liquid } from 'liquidjs';
import { formatDate } from './format-date.ts';
import { isTimeZone } from './nodes/shared/time-zone.ts';
import { parseNumber } from './nodes/shared/values.ts';
import { plusDays, plusHours } from './shift-date.ts';
import { lines } from './template-lists.ts';

/** Key of the zone in a template's scope; templates can't name it. */
export const ZONE = Symbol('zone');

const LIQUID_FILTERS = new Set<string>([
  ...['default', 'upcase', 'downcase', 'capitalize', 'append', 'prepend', 'strip', 'lstrip', 'rstrip'],
  ...['strip_newlines', 'newline_to_br', 'squish', 'truncate', 'truncatewords', 'slice', 'size'],
  ...['replace', 'replace_first', 'replace_last', 'remove', 'remove_first', 'remove_last'],
  ...[
    'first',
    'last',
    'join',
    'split',
    'uniq',
    'reverse',
    'compact',
    'concat',
    'map',
    'where',
    'sort',
    'sum',
  ],
  ...[
    'plus',
    'minus',
    'times',
    'divided_by',
    'modulo',
    'round',
    'ceil',
    'floor',
    'abs',
    'at_least',
    'at_most',
  ],
  ...['url_encode', 'url_decode', 'escape'],
]);

const MAX_DECIMALS = 10;

/** Leaves an engine with the filters above only. */
export function useFilters(engine: Liquid): void {
  for (const name of Object.keys(engine.filters)) {
    if (!LIQUID_FILTERS.has(name)) delete engine.filters[name];
  }
  for (const name of ['where', 'map', 'sort', 'sum']) countRows(engine, name);
  engine.registerFilter('date', date);
  engine.registerFilter('plus_days', shift(plusDays));
  engine.registerFilter('plus_hours', shift(plusHours));
  engine.registerFilter('number', number);
  engine.registerFilter('money', money);
  engine.registerFilter('lines', lines);
}

/** What reading a field of a row costs, in characters. LiquidJS counts it as one, or not at all. */
const FIELD_COST = 10;

function countRows(engine: Liquid, name: string): void {
  const usual = engine.filters[name] as (this: { context: Context }, ...all: unknown[]) => unknown;
  engine.registerFilter(name, function (this: { context: Context }, value: unknown, ...others: unknown[]) {
    if (Array.isArray(value)) this.context.memoryLimit.use(value.length * FIELD_COST);
    return usual.call(this, value, ...others);
  });
}

/** `{{ answers.day | date: "%A, %-d %B" }}`, in the contact's zone, or in another one: `| date: "%H:%M", "UTC"`. */
function date(this: { context: Context }, value: unknown, format?: unknown, zone?: unknown): unknown {
  if (typeof value !== 'string') return value;
  const signs = typeof format === 'string' && format !== '' ? format : null;
  this.context.memoryLimit.use(value.length + (signs?.length ?? 0) * MAX_GROWTH);
  const timeZone = typeof zone === 'string' && isTimeZone(zone) ? zone : zoneOf(this.context);
  return formatDate(value, signs, timeZone) ?? value;
}

function zoneOf({ environments }: Context): string {
  const zone = (environments as { [ZONE]?: unknown })[ZONE];
  return typeof zone === 'string' ? zone : 'UTC';
}

/** `{{ now | plus_days: 7 | date: "%-d %B" }}` and `{{ now | plus_hours: 2 }}`; a minus counts back. */
function shift(by: typeof plusDays) {
  return function (this: { context: Context }, value: unknown, count?: unknown): unknown {
    const amount = typeof count === 'string' ? parseNumber(count) : count;
    if (typeof value !== 'string' || typeof amount !== 'number') return value;
    return by(value, amount, zoneOf(this.context)) ?? value;
  };
}

/** The longest result of two characters of a format is a zone's name. */
const MAX_GROWTH = 32;

/** `{{ 1234.5 | number: 2 }}` gives `1,234.50`; with a comma as third sign, `| number: 2, ","`, `1.234,50`. */
function number(value: unknown, decimals?: unknown, mark?: unknown): unknown {
  return formatNumber(value, decimals, mark) ?? value;
}

/** `{{ 1234.5 | money: "€" }}` gives `€1,234.50`, with `| money: "€", ","` it is `1.234,50 €`. */
function money(value: unknown, currency?: unknown, mark?: unknown): unknown {
  const amount = formatNumber(value, 2, mark);
  if (amount === null) return value;
  const sign = typeof currency === 'string' ? currency : '';
  if (mark === ',') return `${amount} ${sign}`.trim();
  const name = /\p{L}$/u.test(sign) ? `${sign} ` : sign;
  return amount.startsWith('-') ? `-${name}${amount.slice(1)}` : `${name}${amount}`;
}

/** Null for what is no number. */
function formatNumber(value: unknown, decimals: unknown, mark: unknown): string | null {
  const parsed = typeof value === 'string' ? parseNumber(value) : value;
  if (typeof parsed !== 'number' || !Number.isFinite(parsed) || Math.abs(parsed) >= 1e21) return null;
  const digits =
    typeof decimals === 'number' ? Math.max(0, Math.min(MAX_DECIMALS, Math.trunc(decimals))) : null;
  const text = digits === null ? shortest(parsed) : rounded(parsed, digits);
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const [point, group] = mark === ',' ? [',', '.'] : ['.', ','];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const isNegative = text.startsWith('-') && /[1-9]/.test(text);
  return `${isNegative ? '-' : ''}${grouped}${fraction === '' ? '' : `${point}${fraction}`}`;
}

/** Without the dust that binary fractions leave: 0.1 + 0.2 is 0.3. */
function shortest(value: number): string {
  const text = String(Number(value.toPrecision(15)));
  return text.includes('e') ? value.toFixed(MAX_DECIMALS).replace(/\.?0+$/, '') : text;
}

/** Half away from zero by the digits people see: 1.005 is 1.01, although its nearest double lies below. */
function rounded(value: number, digits: number): string {
  const [mantissa = '0', exponent = '0'] = String(Math.abs(value)).split('e');
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + digits}`));
  const back = Number.isSafeInteger(shifted) ? Number(`${shifted}e-${digits}`) : Math.abs(value);
  return `${value < 0 ? '-' : ''}${back.toFixed(digits)}`;
}
