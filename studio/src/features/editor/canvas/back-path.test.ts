import { describe, expect, it } from 'vitest';
import { laneBetween, roundedPath } from './back-path.ts';

describe('laneBetween', () => {
  it('goes between two cards when there is room, else below both', () => {
    expect(laneBetween({ top: 0, bottom: 100 }, { top: 200, bottom: 300 })).toBe(150);
    expect(laneBetween({ top: 200, bottom: 300 }, { top: 0, bottom: 100 })).toBe(150);
    expect(laneBetween({ top: 0, bottom: 100 }, { top: 110, bottom: 300 })).toBe(328);
  });
});

describe('roundedPath', () => {
  it('stays straight at the ends and never rounds over the middle of a short part', () => {
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 10, y: 10 },
      ]),
    ).toBe('M 0,0 L 5,0 Q 10,0 10,5 L 10,10');
  });
});
