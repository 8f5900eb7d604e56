import { describe, expect, it } from 'vitest';
import { firstMessageTrigger } from './index.ts';

const message = {
  kind: 'message',
  text: 'hi',
  press: null,
  isFirst: true,
  referral: null,
  campaignId: null,
} as const;

describe('first-message-trigger', () => {
  it('fires on a person’s first message only, before any message', () => {
    const { fires, listens, specificity } = firstMessageTrigger.trigger!;
    expect(listens({})).toEqual(['message']);
    expect(fires({}, message)).toBe(true);
    expect(fires({}, { ...message, isFirst: false })).toBe(false);
    expect(specificity({})).toBe(20);
    expect(firstMessageTrigger.advance({}, undefined as never)).toEqual({ kind: 'leave', port: 'next' });
    expect(firstMessageTrigger.validate({})).toEqual([]);
  });
});
