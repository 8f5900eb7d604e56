import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { windowCheck } from './index.ts';

describe('window-check', () => {
  it.each([
    ['2026-11-24T08:30:00.001Z', 'open'],
    ['2026-11-24T08:30:00.000Z', 'closed'],
    [null, 'closed'],
    ['no date', 'closed'],
  ])('with a window until %s it is %s', (windowExpiresAt, port) => {
    const input = stepInput({ kind: 'entered' }, { conversation: { mode: 'bot', windowExpiresAt } });
    expect(windowCheck.advance({}, input)).toEqual({ kind: 'leave', port });
  });

  it('is closed without a conversation', () => {
    expect(windowCheck.advance({}, stepInput({ kind: 'entered' }, { conversation: null }))).toMatchObject({
      port: 'closed',
    });
  });
});
