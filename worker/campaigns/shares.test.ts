import { describe, expect, it } from 'vitest';
import { docOf, variant } from '../../local/testing/campaign-world.ts';
import { shareOf } from './shares.ts';
import { winnerOf } from './test-group.ts';

const CAMPAIGN = '01980000-0000-7000-8000-000000000001';
const contacts = Array.from(
  { length: 4_000 },
  (_, n) => `01980000-0000-7000-8000-${String(n).padStart(12, '0')}`,
);
const test = (winner: 'none' | 'reads' | 'replies') => ({ percent: 10, waitMs: 3_600_000, winner });
const variants = [variant('A'), variant('B'), variant('C', {}, 2)];

describe('the share of a contact', () => {
  it('follows the weights', () => {
    const keys = contacts.map((id) => shareOf(docOf({ variants }), CAMPAIGN, id).variant);
    const shareOfKey = (key: string) => keys.filter((one) => one === key).length / keys.length;
    expect(shareOfKey('A')).toBeCloseTo(0.25, 1);
    expect(shareOfKey('B')).toBeCloseTo(0.25, 1);
    expect(shareOfKey('C')).toBeCloseTo(0.5, 1);
  });

  it('of a test is as large as it says, and the same whatever variant they get', () => {
    const doc = docOf({ variants, delivery: { test: test('none') } });
    const tested = contacts.map((id) => shareOf(doc, CAMPAIGN, id)).filter(({ isTest }) => isTest);
    expect(tested.length / contacts.length).toBeCloseTo(0.1, 1);
    expect(tested.filter((one) => one.variant === 'C').length / tested.length).toBeCloseTo(0.5, 1);
  });

  it('has no variant behind a test that has a winner', () => {
    const doc = docOf({ variants, delivery: { test: test('reads') } });
    for (const id of contacts) {
      const { isTest, variant: key } = shareOf(doc, CAMPAIGN, id);
      expect(key === null).toBe(!isTest);
    }
  });

  it('is another one in another campaign', () => {
    const doc = docOf({ variants });
    const other = CAMPAIGN.replace('1', '2');
    const moved = contacts.filter(
      (id) => shareOf(doc, CAMPAIGN, id).variant !== shareOf(doc, other, id).variant,
    );
    expect(moved.length).toBeGreaterThan(contacts.length / 2);
  });
});

describe('the winner of a test', () => {
  const doc = docOf({ variants: [variant('A'), variant('B')], delivery: { test: test('reads') } });
  const result = (key: string, sent: number, read: number, replied = 0) => ({ key, sent, read, replied });

  it('has the best rate, not the highest number', () => {
    expect(winnerOf(doc, [result('A', 100, 10), result('B', 10, 2)])).toBe('B');
  });

  it('is the first one of equals, and where nobody did anything', () => {
    expect(winnerOf(doc, [result('B', 10, 5), result('A', 10, 5)])).toBe('A');
    expect(winnerOf(doc, [])).toBe('A');
    expect(winnerOf(doc, [result('A', 0, 0), result('B', 10, 0)])).toBe('A');
  });

  it('is looked for among replies where they count', () => {
    const byReplies = docOf({ variants: doc.variants, delivery: { test: test('replies') } });
    expect(winnerOf(byReplies, [result('A', 10, 9, 1), result('B', 10, 0, 2)])).toBe('B');
  });

  it('is nobody where each goes on with its share', () => {
    expect(winnerOf(docOf({ delivery: { test: test('none') } }), [result('A', 1, 1)])).toBeNull();
  });
});
