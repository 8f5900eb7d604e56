import { describe, expect, it } from 'vitest';
import { pauseInMs, retryInMs } from './schedule.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

describe('a delivery that failed', () => {
  it('is tried again soon, then ever later, up to half a day', () => {
    const waits = Array.from({ length: 10 }, (_, made) => retryInMs(made + 1, null, 0.5));
    expect(waits.map((wait) => wait / SECOND_MS)).toEqual([
      ...[2, 10, 60, 300, 1_800, 7_200, 21_600, 43_200],
      ...[43_200, 43_200],
    ]);
  });

  it('is spread by a tenth each way', () => {
    expect([0, 1].map((chance) => retryInMs(2, null, chance))).toEqual([9_000, 11_000]);
  });

  it('waits for as long as the server asks for, but for no longer than half a day', () => {
    expect(retryInMs(1, 90 * SECOND_MS, 0.5)).toBe(90 * SECOND_MS);
    expect(retryInMs(3, SECOND_MS, 0.5)).toBe(60 * SECOND_MS);
    expect(retryInMs(1, 99 * HOUR_MS, 0.5)).toBe(12 * HOUR_MS);
  });
});

it('an endpoint that fails five times in a row is left alone, ever longer, up to half an hour', () => {
  const pauses = [1, 4, 5, 6, 7, 11, 12, 500].map((failures) => pauseInMs(failures) / SECOND_MS);
  expect(pauses).toEqual([0, 0, 30, 60, 120, 1_800, 1_800, 1_800]);
});
