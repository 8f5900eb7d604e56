import { describe, expect, it } from 'vitest';
import { costText, finishText, headroomText, lengthText } from './reach-text.ts';

const MINUTE = 60_000;
const now = new Date('2026-06-01T10:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms).toISOString();

describe('the cost of a campaign', () => {
  it.each([
    [null, 'Not known'],
    [{ currency: 'USD', low: 12.3, high: 14.1, markets: [] }, '$12.30 to $14.10'],
    [{ currency: 'EUR', low: 5, high: 5, markets: [] }, '€5.00'],
  ])('%j reads “%s”', (cost, words) => expect(costText(cost)).toBe(words));
});

describe('when it is done', () => {
  it('is told from now on for one that starts at once', () => {
    expect(finishText({ startsAt: later(0), finishesAt: later(3.5 * MINUTE) }, now)).toBe(
      'At once, done in about 4 minutes',
    );
  });

  it('is told from its start for one that waits', () => {
    const words = finishText(
      { startsAt: later(24 * 60 * MINUTE), finishesAt: later(27 * 60 * MINUTE) },
      now,
      'en',
    );
    expect(words).toMatch(/^Tue.*, done after about 3 hours$/);
  });

  it('is not told where nobody gets it', () => {
    expect(finishText({ startsAt: later(0), finishesAt: null }, now)).toBe('At once');
  });

  it.each([
    [0, '1 minute'],
    [61 * MINUTE, '2 hours'],
    [50 * 60 * MINUTE, '3 days'],
  ])('%i ms is %s', (ms, words) => expect(lengthText(ms)).toBe(words));
});

describe('the room at a number', () => {
  it.each([
    [{ limit: null, used: 5 }, 10, null],
    [{ limit: 1_000, used: 120 }, 100, 'Meta lets it begin with 1,000 people in 24 hours; 880 are left.'],
    [
      { limit: 250, used: 300 },
      10,
      'Meta lets it begin with 250 people in 24 hours, and only 0 are left: the others follow as room comes free.',
    ],
  ])('%j for %i people', (headroom, recipients, words) =>
    expect(headroomText({ headroom, recipients })).toBe(words),
  );
});
