import { describe, expect, it } from 'vitest';
import { newNode } from '../nodes/registry.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { sampleNode } from '../samples/build.ts';
import { flowDoc } from '../testing.ts';
import { compileTriggers } from '../triggers.ts';
import { end, found, line, tagged } from './testing.ts';

describe('keyword-conflict', () => {
  type Match = 'exact' | 'contains' | 'regex';
  const word = (match: Match, text: string) =>
    sampleNode('keyword-trigger', 0, 0, { keywords: [{ match, text }] });
  const others = (node: FlowNode) =>
    compileTriggers(flowDoc({ other: node }, [])).map((trigger) => ({ flowName: 'Other', trigger }));
  const against = (own: FlowNode, other: FlowNode) =>
    found('keyword-conflict', line({ own, end }), { otherTriggers: others(other) });
  const some = ['own keywords.0.text'];

  it('finds words and patterns of another flow that surely meet', () => {
    expect(against(word('exact', 'Menu!'), word('exact', 'menu'))).toEqual(some);
    expect(against(word('exact', 'the menu please'), word('contains', 'menu'))).toEqual(some);
    expect(against(word('contains', 'menu'), word('exact', 'the menu please'))).toEqual(some);
    expect(against(word('exact', 'order 123'), word('regex', 'order \\d+'))).toEqual(some);
    expect(against(word('regex', 'order \\d+'), word('regex', 'order \\d+'))).toEqual(some);
  });

  it('says nothing where they may never meet', () => {
    expect(against(word('exact', 'menu'), word('exact', 'menus'))).toEqual([]);
    expect(against(word('exact', 'menus'), word('contains', 'menu'))).toEqual([]);
    expect(against(word('regex', 'order \\d+'), word('exact', 'order'))).toEqual([]);
  });

  it('any message conflicts with any message, not with a word', () => {
    const any = newNode('message-trigger', { x: 0, y: 0 });
    expect(against(any, any)).toEqual(['own']);
    expect(against(any, word('exact', 'hi'))).toEqual([]);
    const ad = (...sourceIds: string[]) => sampleNode('ad-trigger', 0, 0, { which: 'some', sourceIds });
    expect(against(ad('1', '2'), ad('2'))).toEqual(['own']);
    expect(against(ad('1'), ad('2'))).toEqual([]);
  });

  it('other events may start many flows', () => {
    expect(against(tagged, tagged)).toEqual([]);
  });

  it('within a flow the same word twice, but not a word beside the same word anywhere', () => {
    const both = (a: FlowNode, b: FlowNode) =>
      found(
        'keyword-conflict',
        flowDoc({ a, b, end }, [
          ['a', 'next', 'end'],
          ['b', 'next', 'end'],
        ]),
      );
    expect(both(word('exact', 'hi'), word('exact', 'Hi'))).toEqual(['b keywords.0.text']);
    expect(both(word('exact', 'hi'), word('contains', 'hi'))).toEqual([]);
  });
});
