import { describe, expect, it } from 'vitest';
import { quietHoursEnd } from './quiet-hours.ts';
import { DEFAULT_BUSINESS_HOURS, isOpenAt, nextOpening } from './time-business-hours.ts';
import { EVERY_DAY, longestPauseMs, nextTimeOfDay } from './time-next.ts';
import { clockMsOf } from './time-of-day.ts';
import { isTimeZone, localTimeOf, momentOf, zoneOffsetMs } from './time-zone.ts';

const utc = (text: string) => new Date(`${text}Z`);
const clock = (time: string) => clockMsOf(time) ?? Number.NaN;
const moment = (day: string, time: string, zone: string) =>
  momentOf(Date.parse(day), clock(time), zone).toISOString().slice(0, 19);
const next = (now: string, time: string, zone: string, days: readonly number[] = EVERY_DAY) =>
  nextTimeOfDay(utc(now), clock(time), days, zone)?.toISOString().slice(0, 19) ?? null;

describe('momentOf', () => {
  it.each([
    // Clock, zone, and the moment in UTC: an ordinary day, the gap in spring, the hour that comes twice in autumn.
    ['2026-11-24', '09:00', 'Europe/Berlin', '2026-11-24T08:00:00'],
    ['2026-03-29', '01:59', 'Europe/Berlin', '2026-03-29T00:59:00'],
    ['2026-03-29', '02:00', 'Europe/Berlin', '2026-03-29T01:00:00'],
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00'],
    ['2026-03-29', '03:00', 'Europe/Berlin', '2026-03-29T01:00:00'],
    ['2026-10-25', '02:00', 'Europe/Berlin', '2026-10-25T00:00:00'],
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00'],
    ['2026-10-25', '03:00', 'Europe/Berlin', '2026-10-25T02:00:00'],
    ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:00:00'],
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00'],
    ['2026-11-01', '02:00', 'America/New_York', '2026-11-01T07:00:00'],
    // In Santiago the clock changes at midnight: Sunday begins at one, and Saturday has its last hour twice.
    ['2026-09-06', '00:00', 'America/Santiago', '2026-09-06T04:00:00'],
    ['2026-09-06', '00:45', 'America/Santiago', '2026-09-06T04:00:00'],
    ['2026-04-04', '23:30', 'America/Santiago', '2026-04-05T02:30:00'],
    ['2026-04-05', '00:00', 'America/Santiago', '2026-04-05T04:00:00'],
    ['2026-10-04', '02:30', 'Australia/Sydney', '2026-10-03T16:00:00'],
    ['2026-04-05', '02:30', 'Australia/Sydney', '2026-04-04T15:30:00'],
    // Lord Howe moves its clock by half an hour, Chatham stands at 12:45 hours.
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00'],
    ['2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00'],
    ['2026-09-27', '03:00', 'Pacific/Chatham', '2026-09-26T14:00:00'],
    ['2026-04-05', '03:00', 'Pacific/Chatham', '2026-04-04T13:15:00'],
    // Samoa had no 30 December 2011.
    ['2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T10:00:00'],
    ['2026-11-24', '09:00', '+05:30', '2026-11-24T03:30:00'],
  ])('%s %s in %s is %s', (day, time, zone, expected) => {
    expect(moment(day, time, zone)).toBe(expected);
  });

  it.each(['', 'Mars/Base', 'nowhere+05', 'constructor', '__proto__', 'toString', 'x'.repeat(500)])(
    'counts the unknown zone "%s" as UTC',
    (zone) => {
      expect(isTimeZone(zone)).toBe(false);
      expect(zoneOffsetMs(zone, 0)).toBe(0);
      expect(moment('2026-11-24', '09:00', zone)).toBe('2026-11-24T09:00:00');
    },
  );
});

describe('localTimeOf', () => {
  it('tells day, clock and weekday of the zone', () => {
    expect(localTimeOf(utc('2026-11-22T23:30:00'), 'Europe/Berlin')).toEqual({
      dayMs: Date.UTC(2026, 10, 23),
      clockMs: clock('00:30'),
      weekday: 1,
    });
    expect(localTimeOf(utc('2026-11-22T23:30:00'), 'America/New_York')).toMatchObject({ weekday: 7 });
  });
});

describe('nextTimeOfDay', () => {
  it('is today when the time is still to come, else on the next allowed day', () => {
    expect(next('2026-11-24T07:00:00', '09:00', 'Europe/Berlin')).toBe('2026-11-24T08:00:00');
    expect(next('2026-11-24T08:00:00', '09:00', 'Europe/Berlin')).toBe('2026-11-25T08:00:00');
    expect(next('2026-11-24T08:00:00', '09:00', 'Europe/Berlin', [2])).toBe('2026-12-01T08:00:00');
    expect(next('2026-11-27T17:00:00', '09:00', 'Europe/Berlin', [1, 2, 3, 4, 5])).toBe(
      '2026-11-30T08:00:00',
    );
    expect(next('2026-11-24T08:00:00', '09:00', 'Europe/Berlin', [])).toBeNull();
  });

  it('goes by the day where the contact is', () => {
    expect(next('2026-11-23T20:00:00', '06:00', 'Pacific/Auckland', [2])).toBe('2026-11-30T17:00:00');
    expect(next('2026-11-23T16:00:00', '06:00', 'Pacific/Auckland', [2])).toBe('2026-11-23T17:00:00');
  });

  it('comes once on a night in which the clock goes back, and after the gap where it goes forward', () => {
    expect(next('2026-10-24T22:00:00', '02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00');
    expect(next('2026-10-25T00:30:00', '02:30', 'Europe/Berlin')).toBe('2026-10-26T01:30:00');
    expect(next('2026-03-28T12:00:00', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:00:00');
    expect(next('2026-09-05T12:00:00', '00:30', 'America/Santiago', [7])).toBe('2026-09-06T04:00:00');
  });

  it('knows how long the longest pause is', () => {
    const [hour, day] = [3_600_000, 86_400_000];
    expect(longestPauseMs(EVERY_DAY)).toBe(day + hour);
    expect(longestPauseMs([5, 1])).toBe(4 * day + hour);
    expect(longestPauseMs([3])).toBe(7 * day + hour);
    expect(longestPauseMs([])).toBe(0);
  });
});

describe('business hours', () => {
  const open = (at: string, zone = 'Europe/Berlin', hours = DEFAULT_BUSINESS_HOURS) =>
    isOpenAt(hours, utc(at), zone);
  const opening = (at: string, hours = DEFAULT_BUSINESS_HOURS, zone = 'Europe/Berlin') =>
    nextOpening(hours, utc(at), zone)?.toISOString().slice(0, 16) ?? null;

  it('are nine to five on working days when nobody says otherwise', () => {
    expect(open('2026-11-24T08:00:00')).toBe(true);
    expect(open('2026-11-24T07:59:59')).toBe(false);
    expect(open('2026-11-24T16:00:00')).toBe(false);
    expect(open('2026-11-28T10:00:00')).toBe(false);
    expect(opening('2026-11-24T09:00:00')).toBe('2026-11-24T09:00');
    expect(opening('2026-11-27T16:00:00')).toBe('2026-11-30T08:00');
  });

  it('leave out closed days and honour breaks', () => {
    const hours = {
      weekly: {
        '5': [
          { from: '09:00', to: '12:00' },
          { from: '13:00', to: '17:00' },
        ],
      },
      closedOn: ['2026-12-25'],
    };
    expect(opening('2026-12-18T11:30:00', hours)).toBe('2026-12-18T12:00');
    expect(opening('2026-12-18T18:00:00', hours)).toBe('2027-01-01T08:00');
  });

  it('may span midnight, and end at 24:00', () => {
    const bar = { weekly: { '6': [{ from: '20:00', to: '03:00' }] }, closedOn: [] };
    expect(open('2026-11-29T01:30:00', 'UTC', bar)).toBe(true);
    expect(open('2026-11-29T03:00:00', 'UTC', bar)).toBe(false);
    const day = { weekly: { '6': [{ from: '00:00', to: '24:00' }] }, closedOn: [] };
    expect(open('2026-11-28T23:59:59', 'UTC', day)).toBe(true);
    expect(open('2026-11-29T00:00:00', 'UTC', day)).toBe(false);
  });

  it('are an hour shorter or longer where the clock changes', () => {
    const night = { weekly: { '7': [{ from: '00:00', to: '04:00' }] }, closedOn: [] };
    const openMs = (day: string) =>
      Array.from({ length: 48 * 4 }, (_, quarter) => new Date(Date.parse(day) + quarter * 900_000)).filter(
        (at) => isOpenAt(night, at, 'Europe/Berlin'),
      ).length * 900_000;
    expect(openMs('2026-03-28')).toBe(3 * 3_600_000);
    expect(openMs('2026-10-24')).toBe(5 * 3_600_000);
    const gap = { weekly: { '7': [{ from: '02:00', to: '03:00' }] }, closedOn: [] };
    expect(opening('2026-03-28T12:00:00', gap)).toBe('2026-04-05T00:00');
  });

  it('never open without readable times', () => {
    expect(opening('2026-11-24T09:00:00', { weekly: {}, closedOn: [] })).toBeNull();
    const broken = {
      weekly: {
        '1': [
          { from: 'x', to: '10:00' },
          { from: '09:00', to: '09:00' },
        ],
      },
      closedOn: ['?'],
    };
    expect(opening('2026-11-24T09:00:00', broken)).toBeNull();
    expect(open('broken')).toBe(false);
  });
});

describe('quietHoursEnd', () => {
  const end = (now: string, from: string, to: string, zone = 'Europe/Berlin') =>
    quietHoursEnd(utc(now), { from, to }, zone)?.toISOString().slice(0, 16) ?? null;

  it('is the end of the range that now lies in', () => {
    expect(end('2026-11-24T12:30:00', '13:00', '15:00')).toBe('2026-11-24T14:00');
    expect(end('2026-11-24T12:00:00', '13:00', '15:00')).toBe('2026-11-24T14:00');
    expect(end('2026-11-24T14:00:00', '13:00', '15:00')).toBeNull();
    expect(end('2026-11-24T11:59:59', '13:00', '15:00')).toBeNull();
  });

  it('spans midnight', () => {
    expect(end('2026-11-24T22:30:00', '22:00', '08:00')).toBe('2026-11-25T07:00');
    expect(end('2026-11-25T06:59:00', '22:00', '08:00')).toBe('2026-11-25T07:00');
    expect(end('2026-11-25T07:00:00', '22:00', '08:00')).toBeNull();
    expect(end('2026-11-24T20:59:00', '22:00', '08:00')).toBeNull();
    expect(end('2026-11-24T23:30:00', '22:00', '24:00', 'UTC')).toBe('2026-11-25T00:00');
    expect(end('2026-11-24T00:30:00', '00:00', '08:00', 'UTC')).toBe('2026-11-24T08:00');
  });

  it('is right over both changes of the clock', () => {
    expect(end('2026-03-28T22:30:00', '22:00', '08:00')).toBe('2026-03-29T06:00');
    expect(end('2026-10-24T22:30:00', '22:00', '08:00')).toBe('2026-10-25T07:00');
    // Quiet until 02:30, which exists twice: over after the first.
    expect(end('2026-10-25T00:15:00', '22:00', '02:30')).toBe('2026-10-25T00:30');
    expect(end('2026-10-25T01:15:00', '22:00', '02:30')).toBeNull();
    expect(end('2026-03-29T00:30:00', '22:00', '02:30')).toBe('2026-03-29T01:00');
    expect(end('2026-09-06T03:30:00', '23:00', '00:30', 'America/Santiago')).toBe('2026-09-06T04:00');
    expect(end('2026-11-24T12:00:00', '22:00', '08:00', 'Australia/Sydney')).toBe('2026-11-24T21:00');
  });

  it('is never for equal or unreadable times, and in UTC for an unknown zone', () => {
    expect(end('2026-11-24T12:00:00', '08:00', '08:00')).toBeNull();
    expect(end('2026-11-24T12:00:00', '00:00', '24:00')).toBeNull();
    expect(end('2026-11-24T12:00:00', '8', '20:00')).toBeNull();
    expect(end('2026-11-24T12:00:00', '08:00', '25:00')).toBeNull();
    expect(end('broken', '08:00', '20:00')).toBeNull();
    expect(end('2026-11-24T12:00:00', '08:00', '20:00', 'Mars/Base')).toBe('2026-11-24T20:00');
  });
});
