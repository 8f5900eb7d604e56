import { describe, expect, it } from 'vitest';
import { adTrigger } from './index.ts';

const { fires, listens, specificity } = adTrigger.trigger!;
const from = (sourceId: string | null) =>
  ({
    kind: 'message',
    text: 'hi',
    press: null,
    isFirst: true,
    referral: sourceId === null ? null : { sourceId, sourceType: 'ad' },
    campaignId: null,
  }) as const;

describe('ad-trigger', () => {
  it('fires for any ad or for certain ones', () => {
    expect(fires({ which: 'any', sourceIds: [] }, from('1'))).toBe(true);
    expect(fires({ which: 'any', sourceIds: [] }, from(null))).toBe(false);
    expect(fires({ which: 'some', sourceIds: ['2', ' 1 '] }, from('1'))).toBe(true);
    expect(fires({ which: 'some', sourceIds: ['2'] }, from('1'))).toBe(false);
    expect(specificity({ which: 'any', sourceIds: [] })).toBe(70);
  });

  it('never fires while certain ads are wanted and none is named', () => {
    const data = { which: 'some' as const, sourceIds: [' '] };
    expect(listens(data)).toEqual([]);
    expect(fires(data, from(' '))).toBe(false);
    expect(adTrigger.validate(data)).toMatchObject([{ code: 'required-field', field: 'sourceIds.0' }]);
    expect(adTrigger.validate({ which: 'some', sourceIds: [] })).toMatchObject([{ field: 'sourceIds' }]);
    expect(adTrigger.validate({ which: 'any', sourceIds: [] })).toEqual([]);
  });

  it('sums up its ads', () => {
    const { summary } = adTrigger.manifest;
    expect(summary({ which: 'any', sourceIds: [] })).toBe('When someone comes from any ad');
    expect(summary({ which: 'some', sourceIds: ['1', '2'] })).toBe('When someone comes from ad 1, 2');
    expect(adTrigger.advance({ which: 'any', sourceIds: [] }, undefined as never)).toEqual({
      kind: 'leave',
      port: 'next',
    });
  });
});
