/** Numbers and days as people write them. */

export const dateOrders = ['dayFirst', 'monthFirst'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** `1234.5`, `1,234.5` and `3,5`: a comma followed by exactly three digits separates thousands, else it is the decimal mark. */
export function parseNumber(text: string): number | null {
  const compact = text.trim().replace(/[\s\u00a0\u202f']/gu, '');
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(compact)) return Number(compact.replaceAll(',', ''));
  if (/^[+-]?\d{1,30}([.,]\d{1,30})?$/.test(compact)) return Number(compact.replace(',', '.'));
  return null;
}

/**
 * A calendar day as `2026-11-24`, from that form, `2026/11/24`, `24.11.2026` or `24/11/2026` (day first, unless
 * `order` says otherwise); a time of day after an ISO date is left out. Days that don't exist are refused.
 */
export function parseDate(text: string, order: DateOrder = 'dayFirst'): string | null {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].{0,30})?$/.exec(text.trim());
  if (iso) return calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const [, first, second, year] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text.trim()) ?? [];
  if (year === undefined) return null;
  const [day, month] = order === 'dayFirst' ? [first, second] : [second, first];
  return calendarDay(Number(year), Number(month), Number(day));
}

function calendarDay(year: number, month: number, day: number): string | null {
  if (year < 1000 || month < 1 || month > 12 || day < 1) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : null;
}
