import { describe, expect, it } from 'vitest';
import { joinDuration, splitDuration } from './duration.ts';

describe('splitDuration', () => {
  it('takes the largest unit that leaves a whole number', () => {
    expect(splitDuration(86_400_000)).toEqual({ count: 1, unit: 'days' });
    expect(splitDuration(5_400_000)).toEqual({ count: 90, unit: 'minutes' });
    expect(splitDuration(1_000)).toEqual({ count: 1, unit: 'seconds' });
    expect(splitDuration(0)).toEqual({ count: 0, unit: 'minutes' });
  });

  it('is undone by joinDuration', () => {
    for (const ms of [1_000, 90_000, 1_800_000, 172_800_000]) {
      const { count, unit } = splitDuration(ms);
      expect(joinDuration(count, unit)).toBe(ms);
    }
  });
});
