import { describe, expect, it } from 'vitest';
import { stepInput } from '../../testing.ts';
import { setConsent } from './index.ts';

describe('set-consent', () => {
  it.each(['granted', 'denied', 'requested'] as const)('notes consent to marketing as %s', (state) => {
    expect(setConsent.advance({ state }, stepInput({ kind: 'entered' }))).toEqual({
      kind: 'leave',
      port: 'next',
      commands: [{ kind: 'setConsent', purpose: 'marketing', state }],
    });
    expect(setConsent.validate({ state })).toEqual([]);
  });

  it('notes consent to utility messages apart', () => {
    const outcome = setConsent.advance(
      { state: 'denied', purpose: 'utility' },
      stepInput({ kind: 'entered' }),
    );
    expect(outcome).toMatchObject({
      commands: [{ kind: 'setConsent', purpose: 'utility', state: 'denied' }],
    });
  });

  it.each([
    [{ state: 'granted' }, 'Agrees to marketing'],
    [{ state: 'denied', purpose: 'utility' }, 'Wants no utility'],
    [{ state: 'requested' }, 'Asked about marketing, to be confirmed'],
  ] as const)('says in words what it notes: %o', (data, words) => {
    expect(setConsent.manifest.summary(data)).toBe(words);
  });
});
