/** What a preflight found, in words. Pure: the present and the language come in as values. */
import type { Preflight } from '../../../../../core/api/campaigns.ts';
import { counted } from '../../../shared/lib/counted.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** @param digits behind the point, at most; small prices need more than two */
export function moneyText(amount: number, currency: string, digits = 2): string {
  return new Intl.NumberFormat('en', {
    ...{ style: 'currency', currency, currencyDisplay: 'narrowSymbol' },
    ...{ minimumFractionDigits: 2, maximumFractionDigits: digits },
  }).format(amount);
}

export function costText(cost: Preflight['cost']): string {
  if (cost === null) return 'Not known';
  const { low, high, currency } = cost;
  const [from, to] = [moneyText(low, currency), moneyText(high, currency)];
  return from === to ? to : `${from} to ${to}`;
}

/** "Starts at once, done in about 4 minutes", "Starts Tue, 1 Dec, 09:30, done about 10:10". */
export function finishText(
  { startsAt, finishesAt }: Pick<Preflight, 'startsAt' | 'finishesAt'>,
  now: Date,
  locale?: string,
): string {
  const start = new Date(startsAt);
  const isNow = start.getTime() - now.getTime() < MINUTE_MS;
  const words = isNow ? 'At once' : timeText(start, locale);
  if (finishesAt === null) return words;
  const lengthMs = Math.max(
    0,
    new Date(finishesAt).getTime() - Math.max(start.getTime(), isNow ? now.getTime() : 0),
  );
  return `${words}, done ${isNow ? 'in' : 'after'} about ${lengthText(lengthMs)}`;
}

/** A time that may be days away: "Tue, 1 Dec, 09:30". */
export function timeText(at: Date, locale?: string): string {
  return at.toLocaleString(locale, {
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
}

/** "4 minutes", "3 hours", "2 days": rounded up, since nobody minds that it is done sooner. */
export function lengthText(lengthMs: number): string {
  if (lengthMs < HOUR_MS) return counted(Math.max(1, Math.ceil(lengthMs / MINUTE_MS)), 'minute');
  if (lengthMs < 2 * DAY_MS) return counted(Math.ceil(lengthMs / HOUR_MS), 'hour');
  return counted(Math.ceil(lengthMs / DAY_MS), 'day');
}

/** Whether Meta lets the number write to so many; null where nobody knows its limit. */
export function headroomText({
  headroom,
  recipients,
}: Pick<Preflight, 'headroom' | 'recipients'>): string | null {
  const { limit, used } = headroom;
  if (limit === null) return null;
  const free = Math.max(0, limit - used);
  const allowed = `Meta lets it begin with ${counted(limit, 'person', 'people')} in 24 hours`;
  return recipients <= free
    ? `${allowed}; ${free.toLocaleString('en')} are left.`
    : `${allowed}, and only ${free.toLocaleString('en')} are left: the others follow as room comes free.`;
}
