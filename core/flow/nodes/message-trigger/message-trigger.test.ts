import { describe, expect, it } from 'vitest';
import { messageTrigger } from './index.ts';

const message = {
  kind: 'message',
  text: null,
  press: null,
  isFirst: false,
  referral: null,
  campaignId: null,
} as const;

describe('message-trigger', () => {
  it('fires on every message, also one without words, after all others', () => {
    const { fires, listens, specificity } = messageTrigger.trigger!;
    expect(listens({})).toEqual(['message']);
    expect(fires({}, message)).toBe(true);
    expect(fires({}, { kind: 'contact', key: 'tag_added:vip', data: {} })).toBe(false);
    expect(specificity({})).toBe(0);
    expect(messageTrigger.advance({}, undefined as never)).toEqual({ kind: 'leave', port: 'next' });
    expect(messageTrigger.validate({})).toEqual([]);
  });
});
