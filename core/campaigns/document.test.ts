import { expect, it } from 'vitest';
import { campaignDoc, newCampaignDoc } from './document.ts';

const isTaken = (startsAt: string) => {
  const doc = newCampaignDoc();
  return campaignDoc.safeParse({ ...doc, delivery: { ...doc.delivery, startsAt } }).success;
};

it('begins at a local time of this millennium, without a zone of its own', () => {
  expect(['2026-12-24T09:30', '2028-02-29T00:00'].map(isTaken)).toEqual([true, true]);
  const refused = ['2026-12-24T09:30Z', '2026-12-24T09:30+01:00', '2026-12-24T09:30:00', '2026-02-29T09:30'];
  // In the west of Greenwich that is a year of five digits.
  for (const one of [...refused, '2026-12-24T24:00', '2026-12-24', '9999-12-31T23:59', ''])
    expect({ one, isTaken: isTaken(one) }).toEqual({ one, isTaken: false });
});
