import { expect, it } from 'vitest';
import { changeOf, countText, durationText, shareText } from './number-text.ts';

it('writes counts, shares and durations shortly', () => {
  expect([0, 1_234, 1_234_567].map(countText)).toEqual(['0', '1,234', '1.2M']);
  expect([null, 0, 0.0001, 0.0345, 0.5, 0.9996, 1].map(shareText)).toEqual([
    ...['–', '0%', '<0.1%', '3.5%', '50%', '>99.9%', '100%'],
  ]);
  expect([null, 45, 720, 12_600, 172_800].map(durationText)).toEqual(['–', '45 s', '12 min', '3.5 h', '2 d']);
});

it('compares with nothing where there was nothing', () => {
  expect(changeOf(3, 2)).toBe(0.5);
  expect(changeOf(0, 2)).toBe(-1);
  expect(changeOf(3, 0)).toBeNull();
  expect(changeOf(null, 2)).toBeNull();
});
