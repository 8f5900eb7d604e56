import { describe, expect, it } from 'vitest';
import { keywordTrigger } from './index.ts';

const anyMessage = {
  kind: 'message' as const,
  text: null,
  press: null,
  isFirst: false,
  referral: null,
  campaignId: null,
};

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

  it('takes at most 20 patterns', () => {
    const patterns = (count: number) =>
      keywordTrigger
        .validate({
          keywords: Array.from({ length: count }, () => ({ match: 'regex' as const, text: 'a+' })),
        })
        .map(({ code, field }) => `${code} ${field}`);
    expect(patterns(20)).toEqual([]);
    expect(patterns(21)).toEqual(['over-limit-count keywords']);
  });

  it('looks for no more patterns in a message than its work allows, those of the first triggers first', () => {
    const hard = (last: string) => ({ keywords: [{ match: 'regex' as const, text: `a[ab]{180}${last}` }] });
    const { fires } = keywordTrigger.trigger!;
    const long = { ...anyMessage, text: `${'a'.repeat(900)}c` };
    const cheap = { keywords: [{ match: 'regex' as const, text: 'c' }] };
    for (const last of ['1', '2', '3']) expect(fires(hard(last), long)).toBe(false);
    expect(fires(hard('c'), long)).toBe(false);
    // What was found out about a message stays so, and another message has its own measure.
    expect(fires(cheap, long)).toBe(true);
    expect(fires(hard('c'), { ...long })).toBe(true);
  });

  it('checks patterns and finds them anywhere in the first 1,000 characters, in any case', () => {
    const regex = (text: string) => ({ keywords: [{ match: 'regex' as const, text }] });
    const codes = (text: string) => keywordTrigger.validate(regex(text)).map(({ code }) => code);
    expect(codes('order \\d+')).toEqual([]);
    expect(codes(' ')).toEqual(['required-field']);
    expect(codes('(open')).toEqual(['bad-pattern']);
    expect(codes('(a)\\1')).toEqual(['bad-pattern']);
    expect(codes('a'.repeat(200))).toEqual([]);

    const { fires, listens, specificity } = keywordTrigger.trigger!;
    const writes = (text: string) => ({ ...anyMessage, text });
    expect(fires(regex('order \\d+'), writes('My ORDER 12, please'))).toBe(true);
    expect(fires(regex('^order'), writes('My order'))).toBe(false);
    expect(fires(regex('end'), writes('x'.repeat(1_000) + 'end'))).toBe(false);
    expect(fires(regex('end'), writes('x'.repeat(997) + 'end'))).toBe(true);
    expect(fires(regex('x'), writes('x'.repeat(10_000)))).toBe(true);
    expect(fires(regex('(open'), writes('(open'))).toBe(false);
    expect(listens(regex('(open'))).toEqual([]);
    expect(specificity(regex('a'))).toBe(80);
    const mixed = { keywords: [...regex('a').keywords, { match: 'contains' as const, text: 'b' }] };
    expect(specificity(mixed)).toBe(90);
  });

  it('sums up its words', () => {
    const { summary, defaults } = keywordTrigger.manifest;
    expect(summary({ keywords: [{ match: 'exact', text: 'hi' }] })).toBe('When someone writes "hi"');
    expect(summary({ keywords: [{ match: 'regex', text: 'a+' }] })).toBe('When someone writes /a+/');
    expect(summary(defaults())).toBe('No keyword yet');
  });
});
