import { createHmac } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { toMetaJson } from './escape.ts';
import { signature } from './sign.ts';

describe('webhook bodies', () => {
  it('write everything above ASCII as lower-case escapes, an emoji as two', () => {
    expect(toMetaJson({ a: 'é🪴ÿ' })).toBe('{"a":"\\u00e9\\ud83e\\udeb4\\u00ff"}');
  });

  it('escape slashes', () => {
    expect(toMetaJson({ url: 'https://e.x/a' })).toBe('{"url":"https:\\/\\/e.x\\/a"}');
  });

  it('mean the same as before', () => {
    const value = { text: 'a"b\\c/d\u0000\u2028 שלום \ud800', nested: [1, null, true] };
    expect(JSON.parse(toMetaJson(value))).toEqual(value);
  });
});

describe('signature', () => {
  it('is the HMAC-SHA256 of the raw bytes in lower-case hexadecimal', () => {
    const body = Buffer.from('{"a":"\\u00e9"}');
    expect(signature('secret', body)).toBe(
      `sha256=${createHmac('sha256', 'secret').update(body).digest('hex')}`,
    );
  });
});
