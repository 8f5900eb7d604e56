import { describe, expect, it } from 'vitest';
import { runWaitText } from './run-wait.ts';

const now = new Date(2026, 10, 23, 12, 0, 0);
const text = (waitingFor: string | null, wakeAt: Date | null) =>
  runWaitText({ waitingFor, wakeAt: wakeAt?.toISOString() ?? null }, now, 'en-GB');

describe('runWaitText', () => {
  it('says the deadline in the zone of the reader instead of UTC', () => {
    expect(text('Waits at "A while" until 2026-11-23 19:48 UTC', new Date(2026, 10, 23, 20, 48))).toBe(
      'Waits at "A while" until 20:48',
    );
  });

  it('adds the day when it is not today, and the year when it is not this one', () => {
    const words = 'Waits for a reply at "Day" until 2026-11-25 09:00 UTC';
    expect(text(words, new Date(2026, 10, 25, 9, 0))).toBe(
      'Waits for a reply at "Day" until Wed 25 Nov, 09:00',
    );
    expect(text(words, new Date(2027, 0, 4, 9, 0))).toContain('2027');
  });

  it('keeps the word of a decision that must come before its deadline', () => {
    const words = 'Failed at "Hello" (blocked): retry, skip or exit before 2026-11-23 19:48 UTC';
    expect(text(words, new Date(2026, 10, 23, 20, 48))).toBe(
      'Failed at "Hello" (blocked): retry, skip or exit before 20:48',
    );
  });

  it('leaves a wait without a deadline as it is', () => {
    expect(text('Waits for a reply at "Day"', null)).toBe('Waits for a reply at "Day"');
    expect(text(null, null)).toBeNull();
  });

  it('keeps a title that only looks like a deadline', () => {
    expect(text('Waits at "Sale until 2026-11-23 19:48 UTC"', null)).toBe(
      'Waits at "Sale until 2026-11-23 19:48 UTC"',
    );
  });
});
