import { describe, expect, it } from 'vitest';
import { windowAdvice, windowState } from './window-state.ts';

const now = new Date('2026-11-23T12:00:00Z');
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();

describe('windowState', () => {
  it('warns below four hours and below one', () => {
    expect(windowState(inHours(23), now).level).toBe('open');
    expect(windowState(inHours(3.9), now).level).toBe('soon');
    expect(windowState(inHours(0.5), now).level).toBe('closing');
  });

  it('is closed at the deadline, after it, and for people who never wrote', () => {
    expect(windowState(inHours(0), now)).toMatchObject({ level: 'closed', left: null });
    expect(windowState(inHours(-1), now).level).toBe('closed');
    expect(windowState(null, now).level).toBe('closed');
  });
});

describe('windowAdvice', () => {
  it('says what may be sent once the end is near, and what may be sent behind it', () => {
    expect(windowAdvice('open', 'Ada', true)).toBeNull();
    expect(windowAdvice('soon', 'Ada', true)).toContain('After that only approved templates reach Ada');
    expect(windowAdvice('closing', 'Ada', true)).toBe(windowAdvice('soon', 'Ada', true));
    expect(windowAdvice('closed', 'Ada', true)).toContain('is closed: only approved templates reach Ada');
    expect(windowAdvice('closed', 'Ada', false)).toContain('Ada has not written to you yet');
  });
});
