import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VariableType, VariableValue } from './basics.ts';
import { variableTypes } from './basics.ts';
import {
  asScalar,
  isScalar,
  listOf,
  MAX_ITEM_FIELDS,
  MAX_LIST_BYTES,
  MAX_LIST_ITEMS,
  readList,
  wordsOfValue,
} from './lists.ts';
import { valueAs } from './nodes/shared/values.ts';

describe('lists', () => {
  it('keep the scalars of each row, and single values as rows with a value', () => {
    expect(
      listOf([{ id: 1, name: 'Ham', tags: ['a'], size: { cm: 3 }, sold: null }, 'Olives', 7, null, []]),
    ).toEqual({
      list: [{ id: 1, name: 'Ham', sold: null }, { value: 'Olives' }, { value: 7 }],
      isCut: false,
    });
  });

  it('name fields so that texts can read them, and never what every object has', () => {
    const row = { 'net price': 4, 'Größe (cm)': 3, '2nd': 'b', constructor: 'x', toString: 'y', '…': 'z' };
    expect(listOf([row]).list).toEqual([{ net_price: 4, Gro_e_cm_: 3, _2nd: 'b' }]);
  });

  it('are cut where they are too long or too large, and say so', () => {
    const rows = (count: number, length: number) =>
      Array.from({ length: count }, (_, index) => ({ id: index, text: 'x'.repeat(length) }));
    expect(listOf(rows(MAX_LIST_ITEMS, 10)).isCut).toBe(false);
    expect(listOf(rows(MAX_LIST_ITEMS + 1, 10))).toMatchObject({
      isCut: true,
      list: { length: MAX_LIST_ITEMS },
    });
    const large = listOf(rows(50, 900));
    expect(large.isCut).toBe(true);
    expect(JSON.stringify(large.list).length).toBeLessThanOrEqual(MAX_LIST_BYTES);
    expect(listOf(rows(1, 1_001))).toMatchObject({ isCut: true, list: [{ text: 'x'.repeat(1_000) }] });
    const wide = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}`, index]));
    expect(Object.keys(listOf([wide]).list[0] ?? {})).toHaveLength(MAX_ITEM_FIELDS);
  });

  it('read in words: rows by their title or name, else by all they have', () => {
    expect(wordsOfValue([{ id: 1, name: 'Ham' }, { value: 'Olives' }, { code: 'x', price: 2 }])).toBe(
      'Ham, Olives, x, 2',
    );
    expect(wordsOfValue([])).toBe('');
    expect(wordsOfValue({ title: 'Ham', id: 1 })).toBe('Ham');
  });

  it('are written as lines, with commas or as JSON', () => {
    const both = [{ value: 'Ham' }, { value: 'Olives' }];
    expect(readList('Ham\n Olives \n\n')).toEqual(both);
    expect(readList('Ham, Olives')).toEqual(both);
    expect(readList('["Ham", "Olives"]')).toEqual(both);
    expect(readList('[{"name":"Ham","price":2}]')).toEqual([{ name: 'Ham', price: 2 }]);
    expect(readList('[Ham')).toEqual([{ value: '[Ham' }]);
  });

  it('become other types as far as they can: a row is a list of one, words are a text', () => {
    const list = [
      { name: 'Ham', price: 2 },
      { name: 'Olives', price: 1 },
    ];
    expect(valueAs(list, 'item')).toEqual(list[0]);
    expect(valueAs({ name: 'Ham' }, 'list')).toEqual([{ name: 'Ham' }]);
    expect(valueAs(list, 'text')).toBe('Ham, Olives');
    expect(valueAs(list, 'number')).toBeUndefined();
    expect(valueAs('3', 'number')).toBe(3);
    expect(valueAs(3, 'list')).toEqual([{ value: 3 }]);
    expect(asScalar(list)).toBe('Ham, Olives');
  });

  it('are made of whatever a service answers, and stay within their bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 150 }), (rows) => {
        const { list } = listOf(rows);
        expect(list.length).toBeLessThanOrEqual(MAX_LIST_ITEMS);
        expect(new TextEncoder().encode(JSON.stringify(list)).length).toBeLessThanOrEqual(MAX_LIST_BYTES);
        for (const item of list) {
          expect(Object.keys(item).length).toBeGreaterThan(0);
          expect(Object.values(item).every(isScalar)).toBe(true);
        }
        expect(listOf(list)).toEqual({ list, isCut: false });
        for (const type of variableTypes as readonly VariableType[]) {
          for (const value of [list, list[0] ?? null] as VariableValue[]) valueAs(value, type);
        }
        expect(typeof asScalar(list)).toBe('string');
      }),
    );
  });
});
