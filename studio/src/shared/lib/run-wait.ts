import { clockTime, isSameDay } from './time.ts';

/** The server ends its sentence with the deadline in UTC; `core/flow/summary.ts` writes it. */
const UTC_DEADLINE = / (until|before) \d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC$/;

/** What a run waits for, with its deadline in the reader's own zone: `Waits at "Two days" until 25 Nov, 09:00`. */
export function runWaitText(
  run: { waitingFor: string | null; wakeAt: string | null },
  now: Date,
  locale?: string,
): string | null {
  if (!run.waitingFor || !run.wakeAt) return run.waitingFor;
  const words = run.waitingFor.replace(UTC_DEADLINE, '');
  const preposition = UTC_DEADLINE.exec(run.waitingFor)?.[1] ?? 'until';
  return `${words} ${preposition} ${deadlineText(run.wakeAt, now, locale)}`;
}

function deadlineText(iso: string, now: Date, locale?: string): string {
  const at = new Date(iso);
  if (isSameDay(at, now)) return clockTime(iso, locale);
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  const day = at.toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'short', year });
  return `${day}, ${clockTime(iso, locale)}`;
}
