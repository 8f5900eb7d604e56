import { describe, expect, it } from 'vitest';
import { readMessage } from './message.ts';
import { matchesKeyword } from './trigger.ts';

const matches = (match: 'exact' | 'contains', keyword: string, text: string) =>
  matchesKeyword({ match, text: keyword }, readMessage(text));

describe('a keyword', () => {
  it.each([
    ['hi', ' HI! '],
    ['hi', '¡Hi…'],
    ['cafe', 'Café'],
    ['café', 'cafe'],
    ['straße', 'STRASSE'],
    ['i want', 'I   want'],
    ['istanbul', 'İSTANBUL'],
    ['привет', 'ПРИВЕТ!!'],
    ['سلام', 'سَلام'],
    ['👍', '👍️'],
    ['한국', '한국'.normalize('NFD')],
    ['ok', 'ｏｋ'],
  ])('exact: %s is %s', (keyword, text) => expect(matches('exact', keyword, text)).toBe(true));

  it.each([
    ['hi', 'hi there'],
    ['hi', ''],
    ['की', 'का'],
    ['!', '!'],
    ['', ''],
    ['👍', '👎'],
  ])('exact: %s is not %s', (keyword, text) => expect(matches('exact', keyword, text)).toBe(false));

  it.each([
    ['price', 'What is the price?'],
    ['price', 'price'],
    ['price list', 'the PRICE   list, please'],
    ['hi', 'this? hi.'],
    ['c++', 'I like c++ a lot'],
    ['👍', 'ok👍ok'],
    ['价格', '请问价格是多少'],
    ['ราคา', 'ขอราคาหน่อย'],
  ])('contains: %s is in "%s"', (keyword, text) => expect(matches('contains', keyword, text)).toBe(true));

  it.each([
    ['hi', 'this'],
    ['price', 'priceless'],
    ['price', 'prices'],
    ['art', 'café-smart'],
    ['a', 'b'],
  ])('contains: %s is not in "%s"', (keyword, text) =>
    expect(matches('contains', keyword, text)).toBe(false),
  );

  it('copes with long messages', () => {
    expect(matches('contains', 'end', `${'word '.repeat(100_000)}end`)).toBe(false);
    expect(matches('contains', 'aa', 'a'.repeat(4096))).toBe(false);
    expect(matches('contains', 'b', `a${'!'.repeat(4_094)}b`)).toBe(true);
    expect(matches('exact', 'b', `${'!'.repeat(4_000)}b${'!'.repeat(95)}`)).toBe(true);
  });
});
