import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, MAX_DEPTH, sanitiseJson, sanitiseText } from './sanitise.ts';

describe('sanitiseText', () => {
  it('replaces what Postgres refuses and leaves the rest', () => {
    expect(sanitiseText('a\0b')).toBe('a\ufffdb');
    expect(sanitiseText('x\ud83d y \udeb4')).toBe('x\ufffd y \ufffd');
    expect(sanitiseText('🪴 שלום “é” \u2028')).toBe('🪴 שלום “é” \u2028');
  });
});

describe('cutText', () => {
  it('never cuts through an emoji or a letter with its marks', () => {
    expect(cutText('ab👍🏽', 5)).toBe('ab');
    expect(cutText('ab👍🏽', 6)).toBe('ab👍🏽');
    expect(cutText('cafe\u0301!', 4)).toBe('caf');
    const family = '👩‍👩‍👧‍👦';
    expect(cutText(`${'x'.repeat(200)}${family}${'y'.repeat(9)}`, 204)).toBe('x'.repeat(200));
  });

  it('gives a well-formed beginning that is short enough', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, length) => {
        const cut = cutText(text, length);
        expect(text.startsWith(cut)).toBe(true);
        expect(cut.length).toBeLessThanOrEqual(length);
        expect(cut.isWellFormed()).toBe(text.isWellFormed());
      }),
    );
  });
});

describe('sanitiseJson', () => {
  it('copies JSON as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme-ascii' }), (value) => {
        expect(JSON.stringify(sanitiseJson(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('cleans keys as well as values, and keeps a key called __proto__ as data', () => {
    const clean = sanitiseJson(JSON.parse('{"a\\u0000": "\\ud800", "__proto__": {"x": 1}}'));
    expect(JSON.stringify(clean)).toBe('{"a\ufffd":"\ufffd","__proto__":{"x":1}}');
    expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
  });

  it('turns what is no JSON into something that is', () => {
    expect(sanitiseJson([Infinity, NaN, 12n, undefined, () => 1, Symbol('s')])).toEqual([
      null,
      null,
      '12',
      null,
      null,
      null,
    ]);
  });

  it('bounds depth', () => {
    let deep: unknown = 'bottom';
    for (let i = 0; i < 5_000; i++) deep = [deep];
    const text = JSON.stringify(sanitiseJson(deep));
    expect(text.length).toBeLessThan(3 * MAX_DEPTH);
  });
});
