import { describe, expect, it } from 'vitest';
import { isWindowOpen, latestInbound, windowExpiresAt } from './window.ts';

const wroteAt = new Date('2026-03-28T23:30:00Z');
const expiresAt = windowExpiresAt(wroteAt);
const after = (ms: number) => new Date(wroteAt.getTime() + ms);
const DAY_MS = 86_400_000;

describe('customer service window', () => {
  it('lasts 24 hours from the last message, whatever the local clock does that night', () => {
    expect(expiresAt?.toISOString()).toBe('2026-03-29T23:30:00.000Z');
    expect(windowExpiresAt(null)).toBeNull();
  });

  it('closes a safety margin early', () => {
    expect(isWindowOpen(expiresAt, after(DAY_MS - 60_001), 60_000)).toBe(true);
    expect(isWindowOpen(expiresAt, after(DAY_MS - 60_000), 60_000)).toBe(false);
    expect(isWindowOpen(expiresAt, after(DAY_MS - 1), 0)).toBe(true);
    expect(isWindowOpen(expiresAt, after(DAY_MS), 0)).toBe(false);
  });

  it('is closed for someone who never wrote', () => {
    expect(isWindowOpen(null, wroteAt)).toBe(false);
  });

  it('is never shortened by an old message that comes late', () => {
    expect(latestInbound(after(5), wroteAt)).toEqual(after(5));
    expect(latestInbound(wroteAt, after(5))).toEqual(after(5));
    expect(latestInbound(null, wroteAt)).toEqual(wroteAt);
  });
});
