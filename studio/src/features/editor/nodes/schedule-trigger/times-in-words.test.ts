import { describe, expect, it } from 'vitest';
import { nextTimesInWords } from './times-in-words.ts';

const now = new Date('2026-11-24T08:30:00.000Z');

describe('the next times in words', () => {
  it('are days and hours of the schedule’s own zone', () => {
    const weekly = { kind: 'weekly' as const, days: [1, 5], time: '09:00' };
    expect(nextTimesInWords(weekly, 'Asia/Tokyo', now, 3, 'en-GB')).toEqual([
      'Friday, 27 November 2026 at 09:00',
      'Monday, 30 November 2026 at 09:00',
      'Friday, 4 December 2026 at 09:00',
    ]);
  });

  it('are as many as there are', () => {
    const once = { kind: 'once' as const, date: '2026-12-24', time: '18:00' };
    expect(nextTimesInWords(once, 'UTC', now, 3, 'en-GB')).toEqual(['Thursday, 24 December 2026 at 18:00']);
    expect(nextTimesInWords({ ...once, date: '2026-01-01' }, 'UTC', now, 3)).toEqual([]);
    expect(nextTimesInWords({ ...once, time: '' }, 'nowhere', now, 3)).toEqual([]);
  });
});
