import { describe, expect, it } from 'vitest';
import { scheduleTrigger } from './index.ts';
import type { ScheduleTriggerData } from './manifest.ts';

const complete: ScheduleTriggerData = {
  schedule: { kind: 'weekly', days: [1, 3], time: '09:00' },
  timeZone: '',
  audience: { kind: 'tag', tag: 'vip' },
};
const fields = (change: Partial<ScheduleTriggerData>) =>
  scheduleTrigger.validate({ ...complete, ...change }).map(({ field }) => field);

describe('schedule-trigger', () => {
  it('is looked at by the sweeper once it is complete', () => {
    const { fires, listens } = scheduleTrigger.trigger!;
    expect(listens(complete)).toEqual(['schedule']);
    expect(listens(scheduleTrigger.manifest.defaults())).toEqual([]);
    expect(fires(complete, { kind: 'contact', key: 'tag_added:vip', data: {} })).toBe(false);
    expect(scheduleTrigger.advance(complete, undefined as never)).toEqual({ kind: 'leave', port: 'next' });
  });

  it('says what is missing', () => {
    expect(fields({})).toEqual([]);
    expect(fields({ schedule: { kind: 'once', date: '2026-02-30', time: '' } })).toEqual([
      'schedule.date',
      'schedule.time',
    ]);
    expect(fields({ schedule: { kind: 'weekly', days: [], time: '09:00' } })).toEqual(['schedule.days']);
    expect(fields({ timeZone: 'Mars/Base' })).toEqual(['timeZone']);
    expect(fields({ audience: { kind: 'segment', segmentId: '' } })).toEqual(['audience.segmentId']);
    expect(fields({ audience: { kind: 'tag', tag: ' ' } })).toEqual(['audience.tag']);
  });

  it('sums up time and people', () => {
    const { summary } = scheduleTrigger.manifest;
    expect(summary(complete)).toBe('Every Monday, Wednesday at 09:00, for everybody with the tag "vip"');
    expect(summary({ ...complete, schedule: { kind: 'monthly', day: 31, time: '12:00' } })).toBe(
      'Every month on day 31 at 12:00, for everybody with the tag "vip"',
    );
  });
});
