import { describe, expect, it } from 'vitest';
import { infoRow, limitRow, ratioRow, renderTable } from './table.ts';

describe('a row with a floor', () => {
  const row = { what: 'x/s', unit: '/s', floor: [100], atLeast: 0.8 };
  it('is ok from the target on', () =>
    expect(ratioRow({ ...row, measured: [80] })).toMatchObject({ ratio: '0.80', isOk: true }));
  it('is a miss below it', () => expect(ratioRow({ ...row, measured: [79] })).toMatchObject({ isOk: false }));
  it('is a miss when there was nothing to measure', () => {
    expect(ratioRow({ ...row, floor: [], measured: [] })).toMatchObject({ measured: 'n/a /s', isOk: false });
  });
  it('compares run with run, so that a slow moment of the machine counts for both', () => {
    const paired = ratioRow({ ...row, floor: [100, 50, 100], measured: [90, 45, 90] });
    expect(paired).toMatchObject({ floor: '100 /s', measured: '90 /s', ratio: '0.90' });
  });
});

describe('a row with a limit', () => {
  it('is ok up to the limit', () => expect(limitRow('p50', 100, 'ms', 100).isOk).toBe(true));
  it('is a miss beyond it, or without a value', () => {
    expect(limitRow('p50', 100.1, 'ms', 100).isOk).toBe(false);
    expect(limitRow('p50', NaN, 'ms', 100).isOk).toBe(false);
  });
});

describe('the table', () => {
  it('has columns of one width and no verdict where there is no target', () => {
    const lines = renderTable([
      limitRow('p50', 300, 'ms', 100),
      infoRow('memory of Postgres', '80 MB'),
    ]).split('\n');
    expect(lines).toEqual([
      '| what               | floor | measured | ratio | target    |      |',
      '|--------------------|-------|----------|-------|-----------|------|',
      '| p50                | -     | 300 ms   | -     | <= 100 ms | MISS |',
      '| memory of Postgres | -     | 80 MB    | -     | -         |      |',
    ]);
  });
});
