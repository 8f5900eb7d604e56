/** Lists of an answer as values of variables. */
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../calls.ts';
import { stepInput } from '../../testing.ts';
import { httpRequest } from './index.ts';
import type { ResponseMapping } from './manifest.ts';

const data = { ...httpRequest.manifest.defaults(), url: 'https://api.example.com/products' };
const called = (body: JsonValue, response: ResponseMapping[]) => {
  const result = { outcome: 'response' as const, status: 200, body };
  return httpRequest.advance({ ...data, response }, stepInput({ kind: 'called', result }));
};

describe('a list of an answer', () => {
  it('saves a list of the answer, with all of its single values or with chosen columns', () => {
    const rows: JsonValue = [
      { id: 1, name: 'Ham', price: { net: 2, gross: 2.4 }, tags: ['a'] },
      { id: 2, name: 'Olives', price: null },
    ];
    const list = (change: Partial<ResponseMapping>, body: JsonValue) =>
      called(body, [{ path: 'data', variable: 'products', type: 'list', ...change }]);
    expect(list({}, { data: rows })).toMatchObject({
      port: 'success',
      variables: {
        products: [
          { id: 1, name: 'Ham' },
          { id: 2, name: 'Olives', price: null },
        ],
      },
    });
    const columns = [
      { name: 'name', path: '' },
      { name: 'cost', path: 'price.gross' },
      { name: 'tags', path: 'tags' },
      { name: '', path: 'x' },
    ];
    expect(list({ columns }, { data: rows })).toMatchObject({
      variables: {
        products: [
          { name: 'Ham', cost: 2.4, tags: null },
          { name: 'Olives', cost: null, tags: null },
        ],
      },
    });
    expect(list({ path: '' }, ['Ham', 'Olives'])).toMatchObject({
      variables: { products: [{ value: 'Ham' }, { value: 'Olives' }] },
    });
    for (const body of [{ data: null }, { data: [] }, {}] as JsonValue[])
      expect(list({}, body)).toMatchObject({ port: 'success', variables: { products: [] } });
    expect(list({}, { data: { id: 1 } })).toMatchObject({ port: 'error', problem: 'unusable_answer' });
  });

  it('says so when a list had more in it than a variable takes', () => {
    const many = Array.from({ length: 150 }, (_, id) => ({ id }));
    const outcome = called(many, [{ path: '', variable: 'rows', type: 'list' }]);
    expect(outcome).toMatchObject({ kind: 'leave', port: 'success', problem: 'list_cut' });
    expect(outcome.kind === 'leave' && outcome.variables?.['rows']).toHaveLength(100);
  });

  it('reports what a list lacks', () => {
    const columns = [
      { name: '', path: '..' },
      { name: 'a b', path: '' },
      { name: 'x', path: '' },
      { name: 'x', path: '' },
    ];
    const response: ResponseMapping[] = [{ path: '', variable: 'rows', type: 'list', columns }];
    expect(httpRequest.validate({ ...data, response }).map(({ code, field }) => `${code} ${field}`)).toEqual([
      'required-field response.0.columns.0.name',
      'bad-path response.0.columns.0.path',
      'bad-name response.0.columns.1.name',
      'duplicate-name response.0.columns.3.name',
    ]);
  });
});
