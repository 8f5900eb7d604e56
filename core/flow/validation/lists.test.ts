/** What the rules know of lists: their fields, where one is needed, and where one of its rows is. */
import { describe, expect, it } from 'vitest';
import type { AskData } from '../nodes/ask/manifest.ts';
import type { HttpRequestData } from '../nodes/http-request/manifest.ts';
import { sampleNode } from '../samples/build.ts';
import { flowDoc } from '../testing.ts';
import { validateFlow } from '../validate.ts';
import { branches, found, say, start, test } from './testing.ts';

type Mapping = HttpRequestData['response'][number];

const fetchWith = (change: Partial<Mapping>) =>
  sampleNode('http-request', 0, 0, {
    method: 'GET',
    url: 'https://example.com/products',
    query: [],
    headers: [],
    body: { kind: 'none' },
    timeoutMs: 1_000,
    attempts: 1,
    response: [{ path: '', variable: 'products', type: 'list', ...change }],
  });
const columns = [
  { name: 'title', path: '' },
  { name: 'price', path: '' },
];
const pick = (title: string, change: Partial<AskData> = {}) =>
  sampleNode('ask', 0, 0, {
    text: 'Which?',
    saveAs: 'chosen',
    validation: {
      kind: 'choice',
      show: 'list',
      listButton: 'Menu',
      options: [],
      from: { list: 'products', title, save: 'item', more: 'More' },
    },
    tries: 1,
    retryText: '',
    timeoutMs: null,
    ...change,
  });
const doc = (mapping: Partial<Mapping>, ask: ReturnType<typeof pick>, text = 'Fine') =>
  flowDoc({ start, fetch: fetchWith(mapping), ask, after: say(text) }, [
    ['start', 'next', 'fetch'],
    ['fetch', 'success', 'ask'],
    ['ask', 'valid', 'after'],
  ]);

describe('lists', () => {
  it('var-unknown: a row has no such field, where its columns are declared', () => {
    const slip = doc({ columns }, pick('{{ item.titl }}'));
    expect(found('var-unknown', slip)).toEqual(['ask validation.from.title']);
    expect(validateFlow(slip).find(({ code }) => code === 'var-unknown')?.fix).toEqual({
      kind: 'renameRead',
      nodeId: 'ask',
      field: 'validation.from.title',
      path: ['item', 'titl'],
      name: 'title',
    });
    expect(found('var-unknown', doc({ columns }, pick('{{ item.title }} {{ item.price }}')))).toEqual([]);
    expect(found('var-unknown', doc({}, pick('{{ item.whatever }}')))).toEqual([]);
    expect(found('var-unknown', doc({ columns }, pick('x'), '{{ item.title }}'))).toEqual(['after text']);
  });

  it('var-unknown: nor has the row that was chosen, or the first one', () => {
    const shows = (text: string) => found('var-unknown', doc({ columns }, pick('{{ item.title }}'), text));
    expect(shows('{{ chosen.price }} {{ answers.chosen.title }} {{ products.first.title }}')).toEqual([]);
    expect(shows('{{ products.size }} {{ products | size }} {{ products[1].price }}')).toEqual([]);
    expect(shows('{{ chosen.colour }}')).toEqual(['after text']);
    expect(shows('{{ answers.products.last.colour }}')).toEqual(['after text']);
  });

  it('var-unknown: options of a list that nothing fills', () => {
    const nowhere = flowDoc({ start, ask: pick('{{ item.title }}') }, [['start', 'next', 'ask']]);
    expect(found('var-unknown', nowhere)).toEqual(['ask validation.from.list']);
  });

  it('type-mismatch: options of what is no list, and a field of a list instead of a row', () => {
    expect(found('type-mismatch', doc({ type: 'text' }, pick('{{ item.title }}')))).toEqual([
      'ask validation.from.list',
    ]);
    expect(found('type-mismatch', doc({}, pick('x'), '{{ products.title }}'))).toEqual(['after text']);
    expect(
      found('type-mismatch', doc({}, pick('x'), '{{ products.first.title }} {{ products.size }}')),
    ).toEqual([]);
    expect(found('type-mismatch', doc({}, pick('x'), '{{ products[0].title }} {{ chosen.title }}'))).toEqual(
      [],
    );
  });

  it('type-mismatch: a list is not more or less than a number, its size is', () => {
    const asks = (...tests: Parameters<typeof branches>) =>
      found(
        'type-mismatch',
        flowDoc({ start, fetch: fetchWith({}), check: branches(...tests) }, [
          ['start', 'next', 'fetch'],
          ['fetch', 'success', 'check'],
        ]),
      );
    expect(asks(test('answers.products', 'at-least', '2'))).toEqual([
      'check branches.0.groups.0.tests.0.operator',
    ]);
    expect(asks(test('answers.products.size', 'at-least', '2'))).toEqual([]);
    expect(
      asks(test('answers.products', 'contains', 'Ham'), test('answers.products', 'is-empty', '')),
    ).toEqual([]);
  });

  it('dead-rule: a list may hold both of two values', () => {
    const both = branches(test('answers.products', 'is', 'Ham'), test('answers.products', 'is', 'Egg'));
    const twice = branches(test('answers.products', 'is', 'Ham'), test('answers.products', 'is', 'Ham'));
    const check = (node: ReturnType<typeof branches>) =>
      found(
        'dead-rule',
        flowDoc({ start, fetch: fetchWith({}), check: node }, [
          ['start', 'next', 'fetch'],
          ['fetch', 'success', 'check'],
        ]),
      );
    expect(check(both)).toEqual([]);
    expect(check(twice)).toEqual(['check branches.1']);
  });

  it('var-maybe-unset: a list that a way to the question didn’t fill can start empty', () => {
    const open = flowDoc({ start, fetch: fetchWith({}), ask: pick('{{ item.title }}') }, [
      ['start', 'next', 'fetch'],
      ['fetch', 'success', 'ask'],
      ['fetch', 'error', 'ask'],
    ]);
    expect(found('var-maybe-unset', open)).toEqual(['ask validation.from.list']);
    expect(validateFlow(open).find(({ code }) => code === 'var-maybe-unset')?.fix).toMatchObject({
      kind: 'giveDefault',
      type: 'list',
      value: [],
    });
  });

  it('missing-branch: nothing to choose from needs a way on', () => {
    expect(found('missing-branch', doc({}, pick('{{ item.title }}')))).toContain('ask port:empty');
  });
});
