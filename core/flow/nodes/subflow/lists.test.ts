/** Lists handed to another flow and taken from it, played by the engine. */
import { expect, it } from 'vitest';
import { sampleNode } from '../../samples/build.ts';
import { simulate } from '../../simulate.ts';
import { flowDoc } from '../../testing.ts';

it('a called flow gets lists and rows as they are, and gives them back', () => {
  const products = [
    { title: 'Ham', price: 2 },
    { title: 'Olives', price: 1 },
  ];
  const counts = flowDoc(
    {
      entry: sampleNode('subflow-trigger', 0, 0, {}),
      keep: sampleNode('set-variable', 0, 0, {
        name: 'first',
        mode: 'set',
        valueType: 'item',
        value: '{{ rows | first }}',
      }),
    },
    [['entry', 'next', 'keep']],
    {
      variables: {
        rows: { type: 'list', role: 'input' },
        words: { type: 'text', role: 'input' },
        first: { type: 'item', role: 'output' },
      },
    },
  );
  const doc = flowDoc(
    {
      start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'hi' }] }),
      call: sampleNode('subflow', 0, 0, {
        flowId: 'counts',
        version: 1,
        inputs: [
          { name: 'rows', value: '{{ products }}' },
          { name: 'words', value: '{{ products }}' },
        ],
        outputs: [
          { name: 'first', variable: 'chosen' },
          { name: 'words', variable: 'words' },
        ],
      }),
    },
    [['start', 'next', 'call']],
    { variables: { products: { type: 'list', default: products } } },
  );
  const simulation = simulate(doc, [{ kind: 'say', text: 'hi' }], { library: { 'counts/1': counts } });
  expect(simulation.state).toMatchObject({
    ended: { outcome: 'completed' },
    variables: { chosen: products[0], words: 'Ham, Olives' },
  });
});
