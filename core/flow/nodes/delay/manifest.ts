import { z } from 'zod';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest, PortClock } from '../contract.ts';
import { durationInWords } from '../shared/duration.ts';
import { durationMs, label, liquidText } from '../shared/fields.ts';
import { MAX_DURATION_MS } from '../shared/limits.ts';
import { excerpt } from '../shared/summary.ts';
import { businessHours, timeOfDay, WEEKDAY_NAMES, weekdays } from '../shared/time-fields.ts';
import { longestPauseMs } from '../shared/time-next.ts';
import { text } from '../shared/uses.ts';

/** Where a date comes from. */
const source = z.discriminatedUnion('kind', [
  /** A Liquid text that gives a day or a moment. */
  z.strictObject({ kind: z.literal('text'), text: liquidText }),
  z.strictObject({ kind: z.literal('attribute'), name: z.string().max(64) }),
]);

const offset = z.strictObject({
  /** Negative means before. */
  amount: z.int().min(-10_000).max(10_000),
  /** Days are days of the calendar: the clock's time stays, also when the clock changes in between. */
  unit: z.enum(['minutes', 'hours', 'days']),
});

const schema = z.discriminatedUnion('mode', [
  z.strictObject({ label, mode: z.literal('duration'), durationMs }),
  z.strictObject({
    label,
    mode: z.literal('date'),
    source,
    offset,
    /** On that day at this time in the contact's zone; empty: at the date's own time, a day's is its beginning. */
    time: timeOfDay,
  }),
  z.strictObject({ label, mode: z.literal('local-time'), time: timeOfDay, weekdays }),
  /** Own opening times; absent: the organisation's. */
  z.strictObject({ label, mode: z.literal('business-hours'), hours: businessHours.optional() }),
]);

export type DelayData = z.infer<typeof schema>;
export type DateDelay = Extract<DelayData, { mode: 'date' }>;

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

export const manifest: NodeManifest<'delay', DelayData> = {
  type: 'delay',
  typeVersion: 2,
  upgrades: [(data) => ({ ...data, mode: 'duration' })],
  family: 'time',
  title: 'Delay',
  docs: 'Waits a fixed time, until a date, until a time of day where the contact lives, or until you open. Messages of the person meanwhile go to the inbox, or end the run when the flow says so.',
  schema,
  defaults: () => ({ mode: 'duration', durationMs: 24 * 60 * 60 * 1000 }),
  ports: (data) =>
    data.mode === 'date'
      ? [
          { id: 'next', label: 'Then' },
          { id: 'past', label: 'Date is over' },
          { id: FAILED_PORT, label: 'No date', optional: true },
        ]
      : [{ id: 'next', label: 'Then' }],
  summary: (data) => {
    switch (data.mode) {
      case 'duration':
        return `Waits ${durationInWords(data.durationMs)}`;
      case 'date':
        return `Waits until ${dateInWords(data)}`;
      case 'local-time':
        return `Waits until ${data.time || 'a time'}${weekdaysInWords(data.weekdays)}, contact’s time`;
      case 'business-hours':
        return 'Waits until you are open';
    }
  },
  limits: { durationMs: MAX_DURATION_MS },
  clock: (data, port) => (port === 'next' ? { kind: 'elapsed', ms: longestWaitMs(data) } : INSTANT),
  texts: (data) =>
    data.mode === 'date' && data.source.kind === 'text' ? text('source.text', data.source.text) : [],
};

const INSTANT: PortClock = { kind: 'instant' };

/** The most time that can pass before the run goes on. */
function longestWaitMs(data: DelayData): number {
  switch (data.mode) {
    case 'duration':
      return data.durationMs;
    case 'date':
      return MAX_DURATION_MS;
    case 'local-time':
      return longestPauseMs(data.weekdays);
    case 'business-hours':
      // Every week has an opening unless a closed day takes it away. For the organisation's times, whose closed days
      // aren't known here, one is assumed.
      return Math.min(MAX_DURATION_MS, (1 + (data.hours?.closedOn.length ?? 1)) * WEEK_MS);
  }
}

function dateInWords({ source: from, offset: by, time }: DateDelay): string {
  const what =
    from.kind === 'text'
      ? excerpt(from.text, 'a date')
      : from.name.trim() === ''
        ? 'a date'
        : `{${from.name}}`;
  const count = Math.abs(by.amount);
  const unit = count === 1 ? by.unit.slice(0, -1) : by.unit;
  const shift = count === 0 ? '' : `${count} ${unit} ${by.amount < 0 ? 'before' : 'after'} `;
  return `${shift}${what}${time === '' ? '' : ` at ${time}`}`;
}

function weekdaysInWords(days: readonly number[]): string {
  const names = WEEKDAY_NAMES.filter((_, index) => days.includes(index + 1));
  if (names.length === 0 || names.length === 7) return '';
  return ` on ${names.map((name) => name.slice(0, 3)).join(', ')}`;
}
