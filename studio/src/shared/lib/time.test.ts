import { describe, expect, it } from 'vitest';
import { countdown, dayLabel, listTime, relativeTime } from './time.ts';

const now = new Date(2026, 10, 23, 12, 0, 0);
const before = (ms: number) => new Date(now.getTime() - ms).toISOString();
const after = (ms: number) => new Date(now.getTime() + ms).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('countdown', () => {
  it('counts hours and minutes, then minutes and seconds in the last hour', () => {
    expect(countdown(after(23 * HOUR + 14 * MINUTE), now)).toBe('23 h 14 min');
    expect(countdown(after(HOUR), now)).toBe('1 h 00 min');
    expect(countdown(after(14 * MINUTE + 5_000), now)).toBe('14 min 05 s');
    expect(countdown(after(9_000), now)).toBe('9 s');
  });

  it('is over at the deadline itself', () => {
    expect(countdown(after(0), now)).toBeNull();
    expect(countdown(before(1), now)).toBeNull();
  });
});

describe('listTime', () => {
  it('gets coarser with age', () => {
    expect(listTime(before(20_000), now, 'en-GB')).toBe('now');
    expect(listTime(before(5 * MINUTE), now, 'en-GB')).toBe('5 min');
    expect(listTime(before(3 * HOUR), now, 'en-GB')).toBe('09:00');
    expect(listTime(before(2 * DAY), now, 'en-GB')).toBe('Sat');
    expect(listTime(before(20 * DAY), now, 'en-GB')).toBe('3 Nov');
    expect(listTime(before(400 * DAY), now, 'en-GB')).toBe('19 Oct 2025');
  });

  it('shows a time of day for a moment slightly in the future', () => {
    expect(listTime(after(2 * HOUR), now, 'en-GB')).toBe('14:00');
  });
});

describe('relativeTime', () => {
  it('speaks of past and future', () => {
    expect(relativeTime(before(10_000), now)).toBe('just now');
    expect(relativeTime(before(5 * MINUTE), now)).toBe('5 minutes ago');
    expect(relativeTime(after(2 * HOUR), now)).toBe('in 2 hours');
    expect(relativeTime(before(DAY), now)).toBe('yesterday');
  });
});

describe('dayLabel', () => {
  it('names today and yesterday, then the date', () => {
    expect(dayLabel(before(HOUR), now, 'en-GB')).toBe('Today');
    expect(dayLabel(before(13 * HOUR), now, 'en-GB')).toBe('Yesterday');
    expect(dayLabel(before(5 * DAY), now, 'en-GB')).toBe('Wednesday 18 November');
  });
});
