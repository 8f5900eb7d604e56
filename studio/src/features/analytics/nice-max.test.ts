import { expect, it } from 'vitest';
import { niceMax } from './nice-max.ts';

it('ends an axis at a round number whose half is a whole one', () => {
  expect([0, 1, 3, 7, 9, 11, 99, 101, 4_200].map(niceMax)).toEqual([2, 2, 4, 8, 10, 20, 100, 200, 6_000]);
  expect(niceMax(Number.NEGATIVE_INFINITY)).toBe(2);
});
