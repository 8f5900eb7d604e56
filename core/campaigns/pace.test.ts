import { describe, expect, it } from 'vitest';
import { finishOf, paceOf, reachOf } from './pace.ts';

const at = (second: number, count: number) => ({ sendAt: new Date(second * 1_000), count });

describe('the pace of a campaign', () => {
  it('is nine tenths of what the number may send, or its own when that is slower', () => {
    expect([paceOf(80, null), paceOf(80, 20), paceOf(80, 1_000)]).toEqual([72, 20, 72]);
  });
});

describe('the end of a campaign', () => {
  it('waits for those who are due before, and for no gap between', () => {
    expect(finishOf([at(0, 100)], 10)).toEqual(new Date(10_000));
    expect(finishOf([at(5, 10), at(0, 100)], 10)).toEqual(new Date(11_000));
    expect(finishOf([at(0, 100), at(3_600, 10)], 10)).toEqual(new Date(3_601_000));
  });

  it('is none without anybody', () => {
    expect(finishOf([], 10)).toBeNull();
    expect(finishOf([at(0, 0)], 10)).toBeNull();
  });
});

describe('whom a number may write to first', () => {
  it.each([
    ...([
      ['TIER_50', 50],
      ['TIER_250', 250],
      ['TIER_1K', 1_000],
      ['TIER_2K', 2_000],
    ] as const),
    ...([
      ['TIER_10K', 10_000],
      ['TIER_100K', 100_000],
      ['2000', 2_000],
    ] as const),
    ...([
      ['TIER_UNLIMITED', null],
      ['-1', null],
      ['', null],
      ['TIER_NOT_SET', null],
      [null, null],
    ] as const),
  ])('%s means %s', (limit, reach) => {
    expect(reachOf(limit)).toBe(reach);
  });
});
