import { describe, expect, it } from 'vitest';
import { attributeTypes, readAttribute, type AttributeRule } from './attributes.ts';

const rule = (type: AttributeRule['type']): AttributeRule => ({
  type,
  options: type === 'choice' ? ['Gold', 'Silver', 'Café crème', 'café creme'] : [],
});

describe('a value of a defined attribute', () => {
  it.each([
    ['text', ' x ', 'x'],
    ['text', '007', '007'],
    ['text', 7, '7'],
    ['text', false, 'false'],
    ['number', 1.5, 1.5],
    ['number', '34', 34],
    ['number', '1,5', 1.5],
    ['number', '1,234.5', 1234.5],
    ['number', '1.234,5', 1234.5],
    ['number', '1.5e3', 1500],
    ['number', '-0.5', -0.5],
    ['boolean', true, true],
    ['boolean', 'Yes', true],
    ['boolean', 'Ja', true],
    ['boolean', 'NÃO', false],
    ['boolean', 1, true],
    ['boolean', '0', false],
    ['boolean', '1.0', true],
    ['date', '2026-02-28', '2026-02-28'],
    ['date', '2026-02-28T10:00:00Z', '2026-02-28'],
    ['date', '28.2.2026', '2026-02-28'],
    ['date', '1/2/2026', '2026-02-01'],
    ['choice', 'Gold', 'Gold'],
    ['choice', ' SILVER ', 'Silver'],
    ['choice', 'café creme', 'café creme'],
  ] as const)('%s %o is %o', (type, value, read) => {
    expect(readAttribute(rule(type), value)).toBe(read);
  });

  it.each([
    ['number', 'many'],
    ['number', '12 apples'],
    ['number', true],
    ['number', Infinity],
    ['number', '1e999'],
    ['boolean', 'maybe'],
    ['boolean', '-1'],
    ['boolean', 2],
    ['date', '2026-02-30'],
    ['date', '11/28/2026'],
    ['date', 20261128],
    ['choice', 'Bronze'],
    ['text', ['x']],
    ['text', { a: 1 }],
  ] as const)('%s can’t be read from %o', (type, value) => {
    expect(readAttribute(rule(type), value)).toBeUndefined();
  });

  it('has the month first where it is known to stand there', () => {
    expect(readAttribute(rule('date'), '11/28/2026', 'monthFirst')).toBe('2026-11-28');
    expect(readAttribute(rule('date'), '28/11/2026', 'monthFirst')).toBeUndefined();
    expect(readAttribute(rule('date'), '2026-11-28', 'monthFirst')).toBe('2026-11-28');
  });

  it('may always be taken away', () => {
    for (const type of attributeTypes) {
      for (const nothing of [null, undefined, '', '  '])
        expect(readAttribute(rule(type), nothing)).toBeNull();
    }
  });

  it('reads as itself once it was read', () => {
    for (const type of attributeTypes) {
      for (const value of ['x', '1', 'yes', '28.2.2026', 'gold']) {
        const read = readAttribute(rule(type), value);
        if (read !== undefined) expect(readAttribute(rule(type), read)).toBe(read);
      }
    }
  });
});
