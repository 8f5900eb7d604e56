import { describe, expect, it } from 'vitest';
import { contact, stepInput } from '../../testing.ts';
import { delay } from './index.ts';
import type { DateDelay, DelayData } from './manifest.ts';

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
const date = (change: Partial<DateDelay> = {}): DateDelay => ({
  mode: 'date',
  source: { kind: 'attribute', name: 'visit' },
  offset: { amount: 0, unit: 'days' },
  time: '',
  ...change,
});
/** It is 24 November 2026, 09:30 in Berlin. */
const enter = (data: DelayData, change: Parameters<typeof stepInput>[1] = {}) =>
  delay.advance(data, stepInput({ kind: 'entered' }, change));
const visit = (value: string | number | null) => ({ contact: { ...contact, attributes: { visit: value } } });
const until = (outcome: ReturnType<typeof enter>) =>
  outcome.kind === 'delay' ? outcome.until.slice(0, 16) : outcome.kind === 'leave' ? outcome.port : outcome;

describe('delay', () => {
  const oneDay: DelayData = { mode: 'duration', durationMs: DAY_MS };

  it('waits the given time and goes on at the deadline', () => {
    expect(enter(oneDay)).toEqual({ kind: 'delay', until: '2026-11-25T08:30:00.000Z' });
    expect(delay.advance(oneDay, stepInput({ kind: 'deadline' }))).toEqual({ kind: 'leave', port: 'next' });
    expect(delay.advance(oneDay, stepInput({ kind: 'sent' }))).toEqual({ kind: 'keepWaiting' });
  });

  it('takes at most 365 days', () => {
    const fits = (durationMs: number) =>
      delay.manifest.schema.safeParse({ mode: 'duration', durationMs }).success;
    expect([365 * DAY_MS, 365 * DAY_MS + 1, 1.5].map(fits)).toEqual([true, false, false]);
    expect(delay.validate({ mode: 'duration', durationMs: 0 })).toMatchObject([{ field: 'durationMs' }]);
  });

  it('makes its second shape of the first', () => {
    const upgraded = delay.manifest.upgrades?.[0]?.({ label: 'Pause', durationMs: 5_000 });
    expect(upgraded).toEqual({ label: 'Pause', mode: 'duration', durationMs: 5_000 });
    expect(delay.manifest.schema.safeParse(upgraded).success).toBe(true);
    expect(delay.manifest.typeVersion).toBe(1 + (delay.manifest.upgrades?.length ?? 0));
  });

  it('says its time in words', () => {
    const words = delay.manifest.summary;
    expect(words({ mode: 'duration', durationMs: DAY_MS + 7_200_000 + 60_000 })).toBe('Waits 1 day 2 hours');
    expect(words({ mode: 'duration', durationMs: 0 })).toBe('Waits no time');
    expect(words(date({ offset: { amount: -1, unit: 'days' }, time: '18:00' }))).toBe(
      'Waits until 1 day before {visit} at 18:00',
    );
    expect(words({ mode: 'local-time', time: '09:00', weekdays: [1, 5] })).toBe(
      'Waits until 09:00 on Mon, Fri, contact’s time',
    );
    expect(words({ mode: 'business-hours' })).toBe('Waits until you are open');
  });
});

describe('delay until a date', () => {
  it('waits for a day or a moment of the contact’s', () => {
    expect(until(enter(date(), visit('2026-12-01')))).toBe('2026-11-30T23:00');
    expect(until(enter(date(), visit('2026-12-01 14:00')))).toBe('2026-12-01T13:00');
    expect(until(enter(date(), visit('2026-12-01T14:00:00Z')))).toBe('2026-12-01T14:00');
    expect(until(enter(date({ time: '10:00' }), visit('2026-12-01T14:00:00Z')))).toBe('2026-12-01T09:00');
  });

  it('moves by days of the calendar, hours and minutes', () => {
    const before = date({ offset: { amount: -1, unit: 'days' }, time: '18:00' });
    expect(until(enter(before, visit('2026-12-01')))).toBe('2026-11-30T17:00');
    const hours = date({ offset: { amount: -2, unit: 'hours' } });
    expect(until(enter(hours, visit('2026-12-01 01:00')))).toBe('2026-11-30T22:00');
    const minutes = date({ offset: { amount: 90, unit: 'minutes' } });
    expect(until(enter(minutes, visit('2026-12-01 01:00')))).toBe('2026-12-01T01:30');
  });

  it('keeps the clock’s time over a change of the clock when it counts days, not when it counts hours', () => {
    const now = { now: new Date('2026-10-20T08:00:00Z'), ...visit('2026-10-24 09:00') };
    expect(until(enter(date({ offset: { amount: 2, unit: 'days' } }), now))).toBe('2026-10-26T08:00');
    expect(until(enter(date({ offset: { amount: 48, unit: 'hours' } }), now))).toBe('2026-10-26T07:00');
    const gap = { now: new Date('2026-03-20T08:00:00Z'), ...visit('2026-03-29') };
    expect(until(enter(date({ time: '02:30' }), gap))).toBe('2026-03-29T01:00');
    const twice = { now: new Date('2026-10-20T08:00:00Z'), ...visit('2026-10-25') };
    expect(until(enter(date({ time: '02:30' }), twice))).toBe('2026-10-25T00:30');
  });

  it('reads a text with variables', () => {
    const text = date({ source: { kind: 'text', text: '{{ answers.day }} 08:00' } });
    expect(until(enter(text, { variables: { day: '2026-12-24' } }))).toBe('2026-12-24T07:00');
    expect(until(enter(date({ source: { kind: 'text', text: 'tomorrow' }, time: '09:00' })))).toBe(
      '2026-11-25T08:00',
    );
  });

  it('leaves by "past" when it is over, this very moment included', () => {
    expect(until(enter(date(), visit('2026-11-24T08:30:00Z')))).toBe('past');
    expect(until(enter(date(), visit('2026-11-24')))).toBe('past');
    expect(until(enter(date(), visit('2026-11-24T08:30:01Z')))).toBe('2026-11-24T08:30');
  });

  it.each([null, '', 'soon', 12, '2026-02-30'])('fails with the date %j', (value) => {
    expect(enter(date(), visit(value))).toMatchObject({ kind: 'fault', fault: { code: 'no_date' } });
  });

  it('fails with what can’t be waited for', () => {
    expect(enter(date(), visit('2030-01-01'))).toMatchObject({ fault: { code: 'date_too_far' } });
    expect(enter(date({ time: 'noon' }), visit('2026-12-01'))).toMatchObject({ fault: { code: 'no_date' } });
    expect(enter(date({ source: { kind: 'text', text: '{{' } }))).toMatchObject({
      fault: { code: 'bad_template' },
    });
    expect(enter(date({ source: { kind: 'attribute', name: 'constructor' } }))).toMatchObject({
      fault: { code: 'no_date' },
    });
    const far = date({ offset: { amount: 10_000, unit: 'days' } });
    expect(enter(far, visit('9999-12-31'))).toMatchObject({ fault: { code: 'date_too_far' } });
  });

  it('reports what it lacks', () => {
    const codes = (data: DelayData) => delay.validate(data).map(({ code, field }) => `${code} ${field}`);
    expect(codes(date())).toEqual([]);
    expect(codes(date({ source: { kind: 'attribute', name: ' ' }, time: '9' }))).toEqual([
      'required-field source.name',
      'bad-value time',
    ]);
    expect(codes(date({ source: { kind: 'text', text: 'soon' } }))).toEqual(['bad-value source.text']);
    expect(codes(date({ source: { kind: 'text', text: '' } }))).toEqual(['required-field source.text']);
  });

  it('tells rules that it may take up to a year, and its other ways out no time', () => {
    expect(delay.manifest.clock(date(), 'next')).toEqual({ kind: 'elapsed', ms: 365 * DAY_MS });
    expect(delay.manifest.clock(date(), 'past')).toEqual({ kind: 'instant' });
    expect(delay.manifest.ports(date()).map(({ id }) => id)).toEqual(['next', 'past', 'failed']);
  });
});

describe('delay until a time of day', () => {
  const nine: DelayData = { mode: 'local-time', time: '09:00', weekdays: [1, 2, 3, 4, 5] };

  it('goes by the contact’s clock and the allowed days', () => {
    expect(until(enter(nine))).toBe('2026-11-25T08:00');
    expect(until(enter(nine, { timeZone: 'America/New_York' }))).toBe('2026-11-24T14:00');
    expect(until(enter(nine, { now: new Date('2026-11-27T12:00:00Z') }))).toBe('2026-11-30T08:00');
    expect(until(enter(nine, { timeZone: 'Mars/Base' }))).toBe('2026-11-24T09:00');
  });

  it('tells rules the longest pause', () => {
    expect(delay.manifest.clock(nine, 'next')).toEqual({ kind: 'elapsed', ms: 3 * DAY_MS + HOUR_MS });
  });

  it('fails without a time or a day, which it reports', () => {
    const empty: DelayData = { mode: 'local-time', time: '', weekdays: [] };
    expect(enter(empty)).toMatchObject({ fault: { code: 'no_time' } });
    expect(delay.validate(empty).map(({ field }) => field)).toEqual(['time', 'weekdays']);
    expect(delay.validate({ ...nine, time: '24:00' })).toMatchObject([{ code: 'bad-value' }]);
  });
});

describe('delay until business hours', () => {
  const hours = { weekly: { '3': [{ from: '10:00', to: '11:00' }] }, closedOn: ['2026-11-25'] };

  it('goes by its own times, the organisation’s, or nine to five, in the organisation’s zone', () => {
    expect(until(enter({ mode: 'business-hours' }))).toBe('2026-11-24T09:00');
    expect(until(enter({ mode: 'business-hours' }, { organizationTimeZone: 'Asia/Tokyo' }))).toBe(
      '2026-11-25T00:00',
    );
    expect(until(enter({ mode: 'business-hours' }, { businessHours: { ...hours, closedOn: [] } }))).toBe(
      '2026-11-25T10:00',
    );
    expect(until(enter({ mode: 'business-hours', hours }))).toBe('2026-12-02T10:00');
  });

  it('goes on at once while it is open, yet as a wait', () => {
    const now = new Date('2026-11-24T10:00:00.000Z');
    expect(enter({ mode: 'business-hours' }, { now })).toEqual({ kind: 'delay', until: now.toISOString() });
  });

  it('fails when there is never an opening, which it reports', () => {
    const never: DelayData = { mode: 'business-hours', hours: { weekly: {}, closedOn: ['x'] } };
    expect(enter(never)).toMatchObject({ fault: { code: 'never_open' } });
    expect(delay.validate(never).map(({ field }) => field)).toEqual(['hours.closedOn.0', 'hours.weekly']);
  });
});
