import { describe, expect, it } from 'vitest';
import type { CampaignCounts } from '../../../../core/api/campaigns.ts';
import { countsText, funnelOf, progressOf } from './counts.ts';

const counts = (some: Partial<CampaignCounts>): CampaignCounts => ({
  ...{ total: 0, excluded: 0, pending: 0, sending: 0, sent: 0, delivered: 0, read: 0, failed: 0 },
  ...{ unknown: 0, cancelled: 0, replied: 0, ...some },
});

describe('the counts of a campaign', () => {
  it('add up along the way: who has read it has got it, and it was sent to them', () => {
    const some = counts({
      total: 100,
      excluded: 10,
      pending: 20,
      sending: 5,
      sent: 6,
      delivered: 7,
      read: 40,
      failed: 12,
    });
    expect(funnelOf(some)).toMatchObject({
      ...{ audience: 100, recipients: 90, sent: 53, delivered: 47, read: 40, failed: 12, left: 25 },
    });
  });

  it('say how far it is by those who are done with, failed ones too', () => {
    expect(progressOf(counts({ total: 12, excluded: 2, pending: 5, failed: 5 }))).toBe(0.5);
  });

  it('are complete where nobody gets it', () => {
    expect(progressOf(counts({ total: 3, excluded: 3 }))).toBe(1);
    expect(progressOf(counts({}))).toBe(1);
  });

  it.each([
    [{}, '0 sent'],
    [
      { total: 1_204, sent: 104, delivered: 460, read: 640, replied: 88 },
      '1,204 sent, 1,100 delivered, 640 read, 88 answered',
    ],
    [{ total: 2, failed: 2 }, '0 sent, 2 failed'],
  ])('read %j as “%s”', (some, words) => expect(countsText(counts(some))).toBe(words));
});
