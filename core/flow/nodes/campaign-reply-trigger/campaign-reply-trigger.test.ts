import { describe, expect, it } from 'vitest';
import { campaignReplyTrigger } from './index.ts';

const { fires, listens, specificity } = campaignReplyTrigger.trigger!;
const answers = (campaignId: string | null) =>
  ({ kind: 'message', text: 'yes', press: null, isFirst: false, referral: null, campaignId }) as const;

describe('campaign-reply-trigger', () => {
  it('fires for any campaign or for certain ones', () => {
    expect(fires({ which: 'any', campaignIds: [] }, answers('c1'))).toBe(true);
    expect(fires({ which: 'any', campaignIds: [] }, answers(null))).toBe(false);
    expect(fires({ which: 'some', campaignIds: ['c1'] }, answers('c1'))).toBe(true);
    expect(fires({ which: 'some', campaignIds: ['c2'] }, answers('c1'))).toBe(false);
    expect(specificity({ which: 'any', campaignIds: [] })).toBe(60);
  });

  it('asks for a campaign when only certain ones count', () => {
    expect(listens({ which: 'some', campaignIds: [] })).toEqual([]);
    expect(campaignReplyTrigger.validate({ which: 'some', campaignIds: [] })).toMatchObject([
      { field: 'campaignIds' },
    ]);
    expect(campaignReplyTrigger.validate({ which: 'some', campaignIds: [''] })).toMatchObject([
      { field: 'campaignIds.0' },
    ]);
    expect(campaignReplyTrigger.validate({ which: 'any', campaignIds: [] })).toEqual([]);
    const { summary } = campaignReplyTrigger.manifest;
    expect(summary({ which: 'some', campaignIds: ['a', 'b'] })).toBe(
      'When someone answers one of 2 campaigns',
    );
    expect(campaignReplyTrigger.advance({ which: 'any', campaignIds: [] }, undefined as never)).toEqual({
      kind: 'leave',
      port: 'next',
    });
  });
});
