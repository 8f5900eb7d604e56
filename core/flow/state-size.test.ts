/** A run whose variables would grow without end: what it keeps is bounded. */
import { describe, expect, it } from 'vitest';
import type { VariableValue } from './basics.ts';
import { compileFlow } from './compile.ts';
import { advance } from './engine.ts';
import { subflowKey } from './library.ts';
import { sampleNode } from './samples/build.ts';
import { simulate } from './simulate.ts';
import { MAX_LEFT_SIZE, MAX_STATE_SIZE } from './state-size.ts';
import { facts, flowDoc, NOW, says } from './testing.ts';

const keyword = (text: string) => ({ keywords: [{ match: 'exact' as const, text }] });
const start = sampleNode('keyword-trigger', 0, 0, keyword('hi'));
const hear = sampleNode('wait-for-reply', 0, 0, { timeoutMs: null, saveAs: 'said' });
const rows = Array.from({ length: 15 }, (_, index) => ({ title: `${index} `.padEnd(1_000, 'x') }));
const copies = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `in${index}`, value: '{{ rows }}' }));
const library = {
  [subflowKey({ flowId: 'called', version: 1 })]: flowDoc(
    { entry: sampleNode('subflow-trigger', 0, 0, {}), wait: hear },
    [['entry', 'next', 'wait']],
  ),
};
const call = (count: number) =>
  sampleNode('subflow', 0, 0, { flowId: 'called', version: 1, inputs: copies(count), outputs: [] });

describe('what interruptions keep of the flows that were left', () => {
  it('is bounded together: the oldest is forgotten, the latest way back stays', () => {
    const words = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const doc = flowDoc(
      {
        ...{ start, wait: hear },
        ...Object.fromEntries(
          words.flatMap((word) => [
            [`rule${word}`, sampleNode('keyword-rule', 0, 0, keyword(word))],
            [`call${word}`, call(12)],
          ]),
        ),
      },
      [
        ['start', 'next', 'wait'],
        ...words.map((word): [string, string, string] => [`rule${word}`, 'next', `call${word}`]),
      ],
      { variables: { rows: { type: 'list', default: rows } } },
    );
    const played = simulate(doc, [{ kind: 'say', text: 'hi' }], { library });
    for (const text of words) played.do({ kind: 'say', text });
    const { interrupted } = played.state;
    expect(interrupted.at(-1)).toMatchObject({ rule: 'ruleg', path: 'callf/wait' });
    expect(JSON.stringify(interrupted).length).toBeLessThan(MAX_LEFT_SIZE * 1.05);
    expect(JSON.stringify(played.state).length).toBeLessThan(MAX_LEFT_SIZE * 2);
  });
});

describe('variables of a run', () => {
  const large = (size: number): Record<string, VariableValue> => ({ big: 'x'.repeat(size) });
  const doc = flowDoc({ start, wait: hear, call: call(50) }, [
    ['start', 'next', 'wait'],
    ['wait', 'reply', 'call'],
  ]);
  const flow = compileFlow(doc, library);
  const standing = simulate(doc, [{ kind: 'say', text: 'hi' }], { library }).state;
  const reply = (variables: Record<string, VariableValue>) =>
    advance(flow, { ...standing, variables }, { kind: 'reply', message: says('yes') }, facts(), NOW).state;

  it('are never more than a state holds: the step that would add to them fails and sets nothing', () => {
    const variables = large(MAX_STATE_SIZE);
    const state = reply(variables);
    expect(state).toMatchObject({ wait: { kind: 'decision', nodeId: 'wait', code: 'state_too_large' } });
    expect(state.variables).toEqual(variables);
  });

  it('are handed over to another flow as long as there is room for them', () => {
    expect(reply({ rows })).toMatchObject({ nodeId: 'call/wait', wait: { kind: 'reply' } });
    const full = reply({ rows, ...large(MAX_STATE_SIZE / 2) });
    expect(full).toMatchObject({ outer: [], wait: { nodeId: 'call', code: 'state_too_large' } });
  });

  it('of a larger state, from before there was a bound, may become fewer', () => {
    const state = reply({ ...large(MAX_STATE_SIZE), said: 'a longer answer' });
    expect(state.variables['said']).toBe('yes');
  });
});
