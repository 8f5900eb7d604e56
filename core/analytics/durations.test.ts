import fc from 'fast-check';
import { expect, it } from 'vitest';
import { summarizeDurations } from './durations.ts';

it('knows no median of nothing', () => {
  expect(summarizeDurations(new Map())).toEqual({ count: 0, medianSeconds: null, p90Seconds: null });
});

it('is right within 5 % and a second', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3_000_000 }), { minLength: 1, maxLength: 200 }), (all) => {
      const counts = new Map<number, number>();
      for (const seconds of all) {
        const index = Math.floor(Math.log(seconds) / Math.log(1.1));
        counts.set(index, (counts.get(index) ?? 0) + 1);
      }
      const sorted = all.toSorted((one, other) => one - other);
      const exact = (share: number) => sorted[Math.ceil(sorted.length * share) - 1]!;
      const { count, medianSeconds, p90Seconds } = summarizeDurations(counts);
      expect(count).toBe(all.length);
      for (const [found, value] of [
        [medianSeconds!, exact(0.5)],
        [p90Seconds!, exact(0.9)],
      ] as const)
        expect(Math.abs(found - value)).toBeLessThanOrEqual(value * 0.05 + 1);
    }),
  );
});
