import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schedule } from './manifest.ts';
import { lastScheduledTime, nextScheduledTime, nextScheduledTimes } from './times.ts';

const next = (schedule: Schedule, after: string, zone = 'Europe/Berlin') =>
  nextScheduledTime(schedule, zone, new Date(after))?.toISOString() ?? null;
const several = (schedule: Schedule, after: string, count: number, zone = 'Europe/Berlin') =>
  nextScheduledTimes(schedule, zone, new Date(after), count).map((at) => at.toISOString());

describe('the next time of a schedule', () => {
  it('is once on its day, and never again', () => {
    const once: Schedule = { kind: 'once', date: '2026-12-24', time: '09:00' };
    expect(next(once, '2026-11-24T00:00:00Z')).toBe('2026-12-24T08:00:00.000Z');
    expect(next(once, '2026-12-24T08:00:00Z')).toBeNull();
    expect(several(once, '2026-11-24T00:00:00Z', 3)).toHaveLength(1);
  });

  it('is later today or tomorrow', () => {
    const daily: Schedule = { kind: 'daily', time: '09:00' };
    expect(next(daily, '2026-11-24T07:59:00Z')).toBe('2026-11-24T08:00:00.000Z');
    expect(next(daily, '2026-11-24T08:00:00Z')).toBe('2026-11-25T08:00:00.000Z');
    expect(next({ kind: 'daily', time: '00:00' }, '2026-11-24T22:30:00Z')).toBe('2026-11-24T23:00:00.000Z');
  });

  it('is on the chosen days of the week', () => {
    const weekly: Schedule = { kind: 'weekly', days: [1, 5], time: '18:30' };
    expect(several(weekly, '2026-11-24T12:00:00Z', 3)).toEqual([
      '2026-11-27T17:30:00.000Z',
      '2026-11-30T17:30:00.000Z',
      '2026-12-04T17:30:00.000Z',
    ]);
    expect(next({ ...weekly, days: [] }, '2026-11-24T12:00:00Z')).toBeNull();
  });

  it('is on the last day of a month that is too short', () => {
    const monthly: Schedule = { kind: 'monthly', day: 31, time: '12:00' };
    expect(several(monthly, '2027-01-15T00:00:00Z', 3, 'UTC')).toEqual([
      '2027-01-31T12:00:00.000Z',
      '2027-02-28T12:00:00.000Z',
      '2027-03-31T12:00:00.000Z',
    ]);
    expect(next({ ...monthly, day: 1 }, '2027-01-01T12:00:00Z', 'UTC')).toBe('2027-02-01T12:00:00.000Z');
  });

  it('keeps the local time over changes of the clock, and comes once on the day of a change', () => {
    const daily: Schedule = { kind: 'daily', time: '02:30' };
    // Berlin goes forward on 28 March 2027 (02:30 doesn't exist) and back on 31 October 2027 (02:30 exists twice).
    expect(several(daily, '2027-03-26T12:00:00Z', 3)).toEqual([
      '2027-03-27T01:30:00.000Z',
      '2027-03-28T01:00:00.000Z',
      '2027-03-29T00:30:00.000Z',
    ]);
    expect(several(daily, '2027-10-29T12:00:00Z', 3)).toEqual([
      '2027-10-30T00:30:00.000Z',
      '2027-10-31T00:30:00.000Z',
      '2027-11-01T01:30:00.000Z',
    ]);
    expect(several({ kind: 'daily', time: '02:30' }, '2027-10-30T12:00:00Z', 2, 'America/Sao_Paulo')).toEqual(
      ['2027-10-31T05:30:00.000Z', '2027-11-01T05:30:00.000Z'],
    );
  });

  it('is nowhere without a readable time or date', () => {
    expect(next({ kind: 'daily', time: '25:00' }, '2026-11-24T00:00:00Z')).toBeNull();
    expect(next({ kind: 'once', date: '2026-02-30', time: '09:00' }, '2026-01-01T00:00:00Z')).toBeNull();
    expect(next({ kind: 'daily', time: '09:00' }, 'no time')).toBeNull();
    expect(next({ kind: 'daily', time: '09:00' }, '2026-11-24T00:00:00Z', 'Mars/Base')).toBe(
      '2026-11-24T09:00:00.000Z',
    );
  });
});

describe('the last time of a schedule that has passed', () => {
  const last = (schedule: Schedule, after: string, upTo: string) =>
    lastScheduledTime(schedule, 'UTC', new Date(after), new Date(upTo))?.toISOString() ?? null;

  it('is the newest one when several were missed, and none when none was', () => {
    const daily: Schedule = { kind: 'daily', time: '09:00' };
    expect(last(daily, '2026-11-20T00:00:00Z', '2026-11-24T08:59:59Z')).toBe('2026-11-23T09:00:00.000Z');
    expect(last(daily, '2026-11-20T00:00:00Z', '2026-11-24T09:00:00Z')).toBe('2026-11-24T09:00:00.000Z');
    expect(last(daily, '2026-11-24T09:00:00Z', '2026-11-25T08:00:00Z')).toBeNull();
    expect(last(daily, '2020-01-01T00:00:00Z', '2026-11-24T09:00:00Z')).toBe('2026-11-24T09:00:00.000Z');
  });

  it('is the one time of a schedule that comes once, however late', () => {
    const once: Schedule = { kind: 'once', date: '2026-01-02', time: '09:00' };
    expect(last(once, '2026-01-01T00:00:00Z', '2026-11-24T09:00:00Z')).toBe('2026-01-02T09:00:00.000Z');
    expect(last(once, '2026-01-03T00:00:00Z', '2026-11-24T09:00:00Z')).toBeNull();
  });
});

const anySchedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ kind: fc.constant('daily' as const), time: fc.string({ maxLength: 5 }) }),
  fc.record({
    kind: fc.constant('once' as const),
    date: fc.string({ maxLength: 10 }),
    time: fc.constant('12:00'),
  }),
  fc.record({
    kind: fc.constant('weekly' as const),
    days: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
    time: fc.constantFrom('00:00', '02:30', '23:59', '24:00'),
  }),
  fc.record({
    kind: fc.constant('monthly' as const),
    day: fc.integer({ min: 1, max: 31 }),
    time: fc.constantFrom('00:00', '02:30', '23:59'),
  }),
);

describe('whatever the schedule', () => {
  it('the next time never throws and is always later', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'UTC',
      'nowhere',
    ];
    fc.assert(
      fc.property(
        anySchedule,
        fc.constantFrom(...zones),
        fc.date({ min: new Date(0) }),
        (schedule, zone, after) => {
          const at = nextScheduledTime(schedule, zone, after);
          if (at !== null) expect(at.getTime()).toBeGreaterThan(after.getTime());
        },
      ),
      { numRuns: 200 },
    );
  });
});
