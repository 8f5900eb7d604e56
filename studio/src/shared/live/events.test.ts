import { describe, expect, it } from 'vitest';
import { addChange, conversationIdsOf, hasChanges, noChanges } from './events.ts';

describe('live events', () => {
  it('gather the ids of a burst once each', () => {
    const pending = noChanges();
    addChange(pending, 'messages', { conversationIds: ['a', 'b'] });
    addChange(pending, 'messages', { conversationIds: ['b'] });
    addChange(pending, 'conversations', { conversationIds: ['c'] });
    expect([...pending.messages]).toEqual(['a', 'b']);
    expect([...pending.conversations]).toEqual(['a', 'b', 'c']);
    expect(pending.flows).toBe(false);
    expect(hasChanges(pending)).toBe(true);
  });

  it('take nothing from a payload of another shape', () => {
    for (const payload of [
      null,
      undefined,
      {},
      { conversationIds: 'a' },
      { conversationIds: [1, null] },
      'x',
    ]) {
      expect(conversationIdsOf(payload)).toEqual([]);
    }
    expect(hasChanges(noChanges())).toBe(false);
  });
});
