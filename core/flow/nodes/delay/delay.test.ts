import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { delay } from './index.ts';

const DAY_MS = 86_400_000;

describe('delay', () => {
  it('waits the given time and goes on at the deadline', () => {
    expect(delay.advance({ durationMs: DAY_MS }, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'delay',
      until: '2026-11-25T08:30:00.000Z',
    });
    expect(delay.advance({ durationMs: DAY_MS }, stepInput({ kind: 'deadline' }))).toEqual({
      kind: 'leave',
      port: 'next',
    });
  });

  it('takes at most 365 days', () => {
    const { schema } = delay.manifest;
    expect(schema.safeParse({ durationMs: 365 * DAY_MS }).success).toBe(true);
    expect(schema.safeParse({ durationMs: 365 * DAY_MS + 1 }).success).toBe(false);
    expect(schema.safeParse({ durationMs: 1.5 }).success).toBe(false);
    expect(delay.validate({ durationMs: 0 })).toMatchObject([{ field: 'durationMs' }]);
  });

  it('says its time in words', () => {
    const words = (durationMs: number) => delay.manifest.summary({ durationMs });
    expect(words(DAY_MS + 7_200_000 + 60_000)).toBe('Waits 1 day 2 hours');
    expect(words(1_000)).toBe('Waits 1 second');
    expect(words(0)).toBe('Waits no time');
  });
});
