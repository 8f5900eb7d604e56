import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { setConsent } from './index.ts';

describe('set-consent', () => {
  it.each(['granted', 'denied'] as const)('notes consent as %s', (state) => {
    expect(setConsent.advance({ state }, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'leave',
      port: 'next',
      commands: [{ kind: 'setConsent', state }],
    });
    expect(setConsent.validate({ state })).toEqual([]);
  });
});
