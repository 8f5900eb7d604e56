/** What a part of the delivery starts with when it is switched on. Pure. */
import type { CampaignDelivery } from '../../../../../core/campaigns/document.ts';

const HOUR_MS = 3_600_000;

export const defaults = {
  /** Tomorrow at ten, on the clock of who plans it. */
  startsAt(now: Date): string {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
    const two = (n: number) => String(n).padStart(2, '0');
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T10:00`;
  },
  quietHours: { from: '21:00', to: '08:00' },
  ratePerSecond: 10,
  frequencyCap: { max: 3, periodMs: 7 * 24 * HOUR_MS },
  /** With one message there is no winner. */
  test: (variants: number): NonNullable<CampaignDelivery['test']> => ({
    percent: 10,
    waitMs: 4 * HOUR_MS,
    winner: variants > 1 ? 'reads' : 'none',
  }),
  stopRule: { failedPercent: 20, minSent: 50 },
} as const;
