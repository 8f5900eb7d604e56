import { describe, expect, it } from 'vitest';
import { median, percentile, spread } from './statistics.ts';

describe('median', () => {
  it('is the middle value, whatever the order', () => expect(median([9, 1, 5])).toBe(5));
  it('is the mean of the two middle values of an even number', () => expect(median([1, 2, 4, 9])).toBe(3));
  it('is NaN of nothing', () => expect(median([])).toBeNaN());
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  it('is a value that occurred, never one between two', () => {
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile([1, 2], 0.99)).toBe(2);
  });
  it('is the only value of one', () => expect(percentile([7], 0.95)).toBe(7));
  it('is NaN of nothing', () => expect(percentile([], 0.95)).toBeNaN());
});

describe('spread', () => {
  it('names the ends', () => expect(spread([3.25, 1, 2], 1)).toBe('1.0 to 3.3'));
});
