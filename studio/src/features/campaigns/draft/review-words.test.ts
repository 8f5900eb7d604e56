import { describe, expect, it } from 'vitest';
import {
  newCampaignDoc,
  type CampaignDoc,
  type CampaignGroup,
} from '../../../../../core/campaigns/document.ts';
import { groupText, reviewLines, type Names } from './review-words.ts';
import { shareOf, withVariant } from './variants.ts';

const id = '0c000000-0000-4000-8000-000000000001';
const names: Names = {
  segment: (one) => (one === id ? 'Regulars' : null),
  campaign: (one) => (one === id ? 'Spring' : null),
  number: () => '+1 555 010 0001',
  zone: 'Europe/Berlin',
};
const linesOf = (doc: CampaignDoc) =>
  Object.fromEntries(reviewLines(doc, id, names).map(({ title, text }) => [title, text]));

describe('a group of people', () => {
  it.each<[CampaignGroup, string]>([
    [{ kind: 'all' }, 'everybody'],
    [{ kind: 'tag', tag: 'vip' }, 'people with the tag “vip”'],
    [{ kind: 'segment', segmentId: id }, 'the segment “Regulars”'],
    [{ kind: 'segment', segmentId: 'x' }, 'the segment “that is gone”'],
    [{ kind: 'contacts', contactIds: [id] }, '1 person chosen one by one'],
    [{ kind: 'campaign', campaignId: id, result: 'was-not-read' }, 'people who did not read “Spring”'],
    [
      { kind: 'campaign', campaignId: id, result: 'not-replied', replyDays: 1 },
      'people who did not answer “Spring” within 1 day',
    ],
    [{ kind: 'campaign', campaignId: 'x', result: 'failed' }, 'people whom “x” did not reach'],
  ])('%j reads “%s”', (group, words) => expect(groupText(group, names)).toBe(words));
});

describe('a campaign in words', () => {
  it('says of an empty one what it lacks', () => {
    expect(linesOf(newCampaignDoc())).toMatchObject({
      ...{ 'Goes to': 'Nobody yet', Message: 'No template yet', Start: 'As soon as it is started' },
    });
  });

  it('says all that was set', () => {
    const doc = newCampaignDoc();
    const [first] = doc.variants;
    const lines = linesOf({
      audience: { include: [{ kind: 'all' }], exclude: [{ kind: 'tag', tag: 'staff' }] },
      variants: withVariant([{ ...first!, template: { ...first!.template, name: 'offer' } }], 0),
      delivery: {
        ...{ startsAt: '2026-12-24T09:30', timing: 'localTime', quietHours: { from: '21:00', to: '08:00' } },
        ...{ ratePerSecond: 5, frequencyCap: { max: 3, periodMs: 7 * 86_400_000 } },
        ...{
          test: { percent: 10, waitMs: 3_600_000, winner: 'reads' },
          stopRule: null,
          retriesWhenCapped: 2,
        },
      },
    });
    expect(lines).toMatchObject({
      ...{ 'Goes to': 'Everybody', Without: 'People with the tag “staff”' },
      ...{ 'Message A': '“offer” (en_US) to 50% of them', 'Message B': '“offer” (en_US) to 50% of them' },
      'Quiet hours': 'Nothing between 21:00 and 08:00 where they are',
      Speed: '5 messages a second at most',
      Rest: 'Not to those who got 3 messages or more in the last 7 days',
      'A part first': '10% first, 1 hour later then the others get what most have read',
      ...{ Stops: 'Only by hand', 'Held back': 'Whom WhatsApp holds back is tried again twice, a day apart' },
    });
    expect(lines.Start).toMatch(/24.*on the clock of each person$/);
  });
});

describe('variants', () => {
  const [a] = newCampaignDoc().variants;

  it('get the first letter that is free, and stand by their letters', () => {
    const two = withVariant([a!, { ...a!, key: 'C' }], 0);
    expect(two.map(({ key }) => key)).toEqual(['A', 'B', 'C']);
  });

  it('share by weight', () => {
    const three = [a!, { ...a!, key: 'B', weight: 2 }];
    expect(three.map((one) => shareOf(three, one))).toEqual([33, 67]);
  });
});
