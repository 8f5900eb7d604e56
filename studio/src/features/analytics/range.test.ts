import { expect, it } from 'vitest';
import { bucketOf, presetRange, rangeBefore, rangeProblem, todayIn } from './range.ts';

it('knows what day it is where the organisation is', () => {
  const now = new Date('2026-11-24T20:00:00Z');
  expect(todayIn('UTC', now)).toBe('2026-11-24');
  expect(todayIn('Asia/Kolkata', now)).toBe('2026-11-25');
});

it('ends with today, and compares with as many days before', () => {
  const week = presetRange('week', '2026-03-02');
  expect(week).toEqual({ from: '2026-02-24', to: '2026-03-02' });
  expect(rangeBefore(week)).toEqual({ from: '2026-02-17', to: '2026-02-23' });
  expect(rangeBefore(presetRange('today', '2026-03-01'))).toEqual({ from: '2026-02-28', to: '2026-02-28' });
});

it('looks at hours where there are few days', () => {
  expect(bucketOf({ from: '2026-03-01', to: '2026-03-02' })).toBe('hour');
  expect(bucketOf({ from: '2026-03-01', to: '2026-03-03' })).toBe('day');
});

it('says why days can’t be asked for', () => {
  expect(rangeProblem({ from: '2026-03-02', to: '2026-03-01' })).toContain('before');
  expect(rangeProblem({ from: '2025-01-01', to: '2026-03-01' })).toContain('366');
  expect(rangeProblem({ from: '', to: '2026-03-01' })).toContain('both');
  expect(rangeProblem({ from: '2026-03-01', to: '2026-03-01' })).toBeNull();
});
