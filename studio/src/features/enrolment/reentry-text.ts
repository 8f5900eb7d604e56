/** Who can be enrolled in a flow, in words. Pure. */
import type { FlowSummary, ManualEntry } from '../../../../core/api/schemas.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Why nobody can be enrolled; null: people can be. */
export function enrolmentRefusal({
  status,
  manualEntry,
}: Pick<FlowSummary, 'status' | 'manualEntry'>): string | null {
  if (status === 'draft') return 'Publish the flow first.';
  if (status !== 'live') return `The flow is ${status}: nobody enters.`;
  return manualEntry === null ? 'What is live has no trigger “Started by people”.' : null;
}

/** What happens with those who are in the flow already, or were. */
export function reentryText({ reentry, pauseMs }: ManualEntry): string {
  switch (reentry) {
    case 'always':
      return 'Who is in this flow already starts it a second time, beside the first.';
    case 'whenIdle':
      return 'Who is still on the way in this flow is skipped. Who is through starts again.';
    case 'after':
      return `Who entered in the last ${spanText(pauseMs ?? 0)} is skipped, whether they are through or not.`;
    case 'once':
      return 'Who was ever in this flow is skipped: it can be entered once.';
  }
}

/** In the largest unit that leaves a whole number: "30 days", "90 minutes". */
function spanText(ms: number): string {
  if (ms >= DAY_MS && ms % DAY_MS === 0) return counted(ms / DAY_MS, 'day');
  if (ms >= HOUR_MS && ms % HOUR_MS === 0) return counted(ms / HOUR_MS, 'hour');
  return counted(Math.round(ms / MINUTE_MS), 'minute');
}

/** Said behind "the last": one of them needs no number. */
function counted(count: number, unit: string): string {
  return count === 1 ? unit : `${count.toLocaleString('en')} ${unit}s`;
}
