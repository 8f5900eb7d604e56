import { describe, expect, it } from 'vitest';
import { dateOrderOf, decimalMarkOf } from './number-formats.ts';
import { readTypedNumber } from './typed-number.ts';

describe('a typed number', () => {
  it.each([
    ['1.234,56', 1234.56],
    ['1,234.56', 1234.56],
    ['1.500.000', 1_500_000],
    ['1,500,000', 1_500_000],
    ['1,00,000', 100_000],
    ['12,34,567.5', 1_234_567.5],
    ['1 500 000', 1_500_000],
    ["1'500.20", 1500.2],
    ['3,5', 3.5],
    ['3.5', 3.5],
    ['0.500', 0.5],
    ['0,500', 0.5],
    ['1234,567', 1234.567],
    ['٣٤', 34],
    ['١٬٢٣٤٫٥', 1234.5],
    ['१२', 12],
    ['３４．５', 34.5],
    ['₹500', 500],
    ['₹ 1,00,000', 100_000],
    ['50€', 50],
    ['€ 9.90', 9.9],
    ['R$ 1.500,00', 1500],
    ['US$20', 20],
    ['Rs. 500', 500],
    ['20 EUR', 20],
    ['-5', -5],
    ['−5 €', -5],
    ['$-5', -5],
  ])('%s is %d, whatever the decimal mark', (text, number) => {
    expect(readTypedNumber(text, 'point')).toBe(number);
    expect(readTypedNumber(text, 'comma')).toBe(number);
  });

  it.each([
    ['1.500', 1.5, 1500],
    ['R$ 1.500', 1.5, 1500],
    ['1,500', 1500, 1.5],
  ])('%s is %d with a point and %d with a comma', (text, point, comma) => {
    expect(readTypedNumber(text, 'point')).toBe(point);
    expect(readTypedNumber(text, 'comma')).toBe(comma);
  });

  it.each([
    'ten',
    '',
    '€',
    '1e5',
    '0x10',
    '1.2.3',
    '1,2,3',
    '1.234.56',
    '1,23,4',
    '5 apples',
    '1..5',
    '5-6',
    'Infinity',
    '9'.repeat(61),
  ])('%s is none', (text) => {
    expect(readTypedNumber(text, 'point')).toBeNull();
    expect(readTypedNumber(text, 'comma')).toBeNull();
  });
});

describe('what a locale says', () => {
  it('of the decimal mark', () => {
    for (const locale of ['de', 'pt_BR', 'id', 'es-ES', 'fr', 'it', 'nl', 'tr', 'ru'])
      expect(decimalMarkOf(locale)).toBe('comma');
    for (const locale of ['en_US', 'hi', 'es_MX', 'de-CH', '', null])
      expect(decimalMarkOf(locale)).toBe('point');
  });

  it('of the order of day and month', () => {
    expect(dateOrderOf('en_US')).toBe('monthFirst');
    for (const locale of ['en', 'en_GB', 'de', null]) expect(dateOrderOf(locale)).toBe('dayFirst');
  });
});
