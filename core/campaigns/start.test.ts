import { describe, expect, it } from 'vitest';
import { startOf, startProblems } from './start.ts';

const long = new Date('2026-01-01T00:00:00Z');
const start = (
  startsAt: string | null,
  timeZone: string,
  now = long,
  timing: 'everybodyAtOnce' | 'localTime' = 'everybodyAtOnce',
) => startOf({ startsAt, timing }, timeZone, now).toISOString();
const codes = (
  startsAt: string | null,
  timeZone: string,
  now: string,
  timing: 'everybodyAtOnce' | 'localTime',
) =>
  startProblems({ startsAt, timing }, timeZone, new Date(now)).map(({ code, severity, field }) => {
    expect(field).toBe('delivery.startsAt');
    return `${severity} ${code}`;
  });

describe('the start of a campaign', () => {
  it('is now without a time', () => {
    expect(start(null, 'Europe/Berlin')).toBe(long.toISOString());
  });

  it('is the local time where the organisation is, in winter and in summer', () => {
    expect(start('2026-12-24T09:30', 'Europe/Berlin')).toBe('2026-12-24T08:30:00.000Z');
    expect(start('2026-07-24T09:30', 'Europe/Berlin')).toBe('2026-07-24T07:30:00.000Z');
    expect(start('2026-12-24T00:00', 'Asia/Kolkata')).toBe('2026-12-23T18:30:00.000Z');
  });

  it('is the first moment after a time that the clock leaves out', () => {
    // 29 March 2026: from 02:00 to 03:00.
    expect(start('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
    expect(start('2026-03-29T03:00', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
    expect(start('2026-03-29T01:59', 'Europe/Berlin')).toBe('2026-03-29T00:59:00.000Z');
  });

  it('is the first of two moments that have the time', () => {
    // 25 October 2026: from 03:00 back to 02:00.
    expect(start('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(start('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  });

  it('comes by local time when the first place on earth has it, whatever the clocks of the organisation do', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati'])
      expect(start('2026-03-29T02:30', zone, long, 'localTime')).toBe('2026-03-28T12:30:00.000Z');
  });

  it('is never before now', () => {
    const now = new Date('2026-06-01T12:00:00Z');
    expect(start('2026-06-01T13:00', 'Europe/Berlin', now)).toBe(now.toISOString());
    expect(start('2026-06-01T18:00', 'Europe/Berlin', now, 'localTime')).toBe(now.toISOString());
  });
});

describe('a time of start that is over', () => {
  it('is an error once its minute has ended', () => {
    expect(codes('2026-06-01T14:00', 'Europe/Berlin', '2026-06-01T12:00:59.999Z', 'everybodyAtOnce')).toEqual(
      [],
    );
    expect(codes('2026-06-01T14:00', 'Europe/Berlin', '2026-06-01T12:01:00Z', 'everybodyAtOnce')).toEqual([
      'error start_in_the_past',
    ]);
  });

  it('is a warning by local time while some place still has it before it, an error after that', () => {
    expect(codes('2026-06-01T14:00', 'Europe/Berlin', '2026-06-01T00:00:59Z', 'localTime')).toEqual([]);
    expect(codes('2026-06-01T14:00', 'Europe/Berlin', '2026-06-01T00:01:00Z', 'localTime')).toEqual([
      'warning time_passed_for_some',
    ]);
    expect(codes('2026-06-01T14:00', 'Europe/Berlin', '2026-06-02T02:00:59Z', 'localTime')).toEqual([
      'warning time_passed_for_some',
    ]);
    expect(codes('2026-06-01T14:00', 'Europe/Berlin', '2026-06-02T02:01:00Z', 'localTime')).toEqual([
      'error start_in_the_past',
    ]);
  });

  it('is none without a time', () => {
    expect(codes(null, 'Europe/Berlin', '2026-06-01T12:00:00Z', 'localTime')).toEqual([]);
  });
});
