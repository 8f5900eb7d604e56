import { describe, expect, it } from 'vitest';
import { keywordTrigger } from './index.ts';

describe('keyword-trigger', () => {
  it('leaves by next', () => {
    expect(keywordTrigger.advance({ keywords: [] }, undefined as never)).toEqual({
      kind: 'leave',
      port: 'next',
    });
  });

  it('asks for a keyword, for words in it, and for fewer and shorter ones', () => {
    const keyword = (text: string) => ({ match: 'exact' as const, text });
    const codes = (texts: string[]) =>
      keywordTrigger.validate({ keywords: texts.map(keyword) }).map(({ code, field }) => `${code} ${field}`);
    expect(codes([])).toEqual(['required-field keywords']);
    expect(codes([' '])).toEqual(['required-field keywords.0.text']);
    expect(codes(['hi', '?!'])).toEqual(['required-field keywords.1.text']);
    expect(codes(['x'.repeat(101)])).toEqual(['over-limit-text keywords.0.text']);
    expect(codes(Array<string>(51).fill('hi'))).toEqual(['over-limit-count keywords']);
    expect(codes(['hi', '👍'])).toEqual([]);
  });

  it('sums up its words', () => {
    const { summary, defaults } = keywordTrigger.manifest;
    expect(summary({ keywords: [{ match: 'exact', text: 'hi' }] })).toBe('When someone writes "hi"');
    expect(summary(defaults())).toBe('No keyword yet');
  });
});
