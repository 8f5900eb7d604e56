import { expect, it } from 'vitest';
import { daysText, isShorter, spansFor } from './spans.ts';

it('offers what is allowed, and what a program has set', () => {
  expect(spansFor(365, null)).toEqual([365, 730, 1_095, 1_825, 3_650]);
  expect(spansFor(30, 45).slice(0, 3)).toEqual([30, 45, 90]);
  expect(spansFor(30, 90).filter((days) => days === 90)).toHaveLength(1);
});

it('says spans in words', () => {
  expect([1, 30, 365, 730].map(daysText)).toEqual(['1 day', '30 days', '1 year', '2 years']);
});

it('knows when something goes that was kept until now', () => {
  expect(isShorter(30, null)).toBe(true);
  expect(isShorter(30, 90)).toBe(true);
  expect(isShorter(90, 30)).toBe(false);
  expect(isShorter(null, 30)).toBe(false);
});
