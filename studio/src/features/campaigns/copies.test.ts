import { describe, expect, it } from 'vitest';
import { campaignDoc, newCampaignDoc } from '../../../../core/campaigns/document.ts';
import { copyOf, retargetOf, retargets, type Retarget } from './copies.ts';

const id = '0c000000-0000-4000-8000-000000000001';
const empty = newCampaignDoc();
const doc = {
  ...empty,
  audience: { include: [{ kind: 'all' as const }], exclude: [{ kind: 'tag' as const, tag: 'staff' }] },
  delivery: {
    ...empty.delivery,
    startsAt: '2026-01-05T09:30',
    timing: 'localTime' as const,
    ratePerSecond: 5,
  },
};
const campaign = { id, name: 'Sale', phoneNumberId: null, doc, endedAt: '2026-01-05T12:00:00.000Z' };
const at = (iso: string) => new Date(iso);

describe('a copy', () => {
  it('is the same, but at no time: that of the other one has passed', () => {
    const copy = copyOf(campaign);
    expect(copy.name).toBe('Copy of Sale');
    expect(copy.doc.delivery).toMatchObject({ startsAt: null, timing: 'everybodyAtOnce', ratePerSecond: 5 });
    expect(copy.doc.audience).toEqual(doc.audience);
  });
});

describe('a campaign that follows another one', () => {
  it.each(Object.keys(retargets) as Retarget[])('is one that the API takes: %s', (result) => {
    const { doc: next } = retargetOf(campaign, result, at('2026-01-20T00:00:00Z'));
    expect(campaignDoc.safeParse(next).error).toBeUndefined();
    expect(next.audience.include).toMatchObject([{ kind: 'campaign', campaignId: id, result }]);
  });

  it('leaves out whom the first one left out', () => {
    const { doc: next } = retargetOf(campaign, 'was-not-read', at('2026-01-20T00:00:00Z'));
    expect(next.audience.exclude).toEqual([{ kind: 'tag', tag: 'staff' }]);
  });

  it.each([
    ['2026-01-05T13:00:00Z', 1],
    ['2026-01-07T13:00:00Z', 2],
    ['2026-03-01T00:00:00Z', 3],
  ])('counts who had as many days to answer as have passed on %s', (now, replyDays) => {
    const { doc: next } = retargetOf(campaign, 'not-replied', at(now));
    expect(next.audience.include).toMatchObject([{ replyDays }]);
  });
});
