import { describe, expect, it } from 'vitest';
import { dateTrigger } from './index.ts';
import type { DateTriggerData } from './manifest.ts';

const birthday: DateTriggerData = { attribute: 'birthday', repeat: 'yearly', offsetDays: -7, time: '09:00' };

describe('date-trigger', () => {
  it('is looked at by the sweeper once it is complete', () => {
    const { fires, listens } = dateTrigger.trigger!;
    expect(listens(birthday)).toEqual(['date']);
    expect(listens(dateTrigger.manifest.defaults())).toEqual([]);
    expect(fires(birthday, { kind: 'contact', key: 'tag_added:a', data: {} })).toBe(false);
    expect(dateTrigger.advance(birthday, undefined as never)).toEqual({ kind: 'leave', port: 'next' });
  });

  it('wants an attribute and a time', () => {
    const problems = dateTrigger.validate({ ...birthday, attribute: ' ', time: '9' });
    expect(problems.map(({ field }) => field)).toEqual(['attribute', 'time']);
  });

  it('sums itself up', () => {
    const { summary } = dateTrigger.manifest;
    expect(summary(birthday)).toBe('Every year 7 days before "birthday" at 09:00');
    expect(summary({ ...birthday, repeat: 'once', offsetDays: 1 })).toBe(
      'Once 1 day after "birthday" at 09:00',
    );
    expect(summary({ ...birthday, offsetDays: 0 })).toBe('Every year on "birthday" at 09:00');
  });
});
