import { describe, expect, it } from 'vitest';
import type { FlowDoc } from '../document.ts';
import type { FlowNode } from '../nodes/registry.ts';
import { sampleNode } from '../samples/build.ts';
import { flowDoc } from '../testing.ts';
import { compileTriggers } from '../triggers.ts';
import { validateFlow } from '../validate.ts';
import { ask, delay, end, found, hear, HOUR, say, start } from './testing.ts';

const rule = (...words: string[]) =>
  sampleNode('keyword-rule', 0, 0, { keywords: words.map((text) => ({ match: 'exact', text })) });
const failed = (saveCodeAs?: string) => sampleNode('error-rule', 0, 0, { times: 3, saveCodeAs });
const back = sampleNode('return', 0, 0, {});
/** Asks for x, then for y, and has one rule whose way is `way`, which ends by going back. */
const twoQuestions = (entry: FlowNode, way: FlowNode, port = 'sent', change: Partial<FlowDoc> = {}) =>
  flowDoc(
    { start, x: ask('x'), y: ask('y'), end, entry, way, back },
    [
      ['start', 'next', 'x'],
      ['x', 'valid', 'y'],
      ['y', 'valid', 'end'],
      ['entry', 'next', 'way'],
      ['way', port, 'back'],
    ],
    change,
  );

describe('drawn rules', () => {
  it('are ways into the flow: nothing is out of reach, and a trigger is still asked for', () => {
    const doc = twoQuestions(rule('help'), say('Help'));
    expect(found('unreachable-node', doc)).toEqual([]);
    const { start: _, ...nodes } = doc.nodes;
    expect(found('no-trigger', { ...doc, nodes })).toEqual(['']);
  });

  it('never hear anything in a flow that waits for no answer', () => {
    const doc = flowDoc({ start, end, help: rule('help') }, [
      ['start', 'next', 'end'],
      ['help', 'next', 'end'],
    ]);
    expect(found('rule-never-taken', doc)).toEqual(['help']);
    expect(found('rule-never-taken', twoQuestions(rule('help'), say('Help')))).toEqual([]);
  });

  it('are one about errors at most', () => {
    const doc = flowDoc({ start, a: say('A'), e1: failed(), e2: failed(), back }, [
      ['start', 'next', 'a'],
      ['a', 'sent', 'back'],
    ]);
    expect(found('rule-never-taken', doc)).toEqual(['e2']);
  });

  it('have each word once', () => {
    const doc = flowDoc({ start, x: hear(1), a: rule('help', 'Menu', 'help'), b: rule('menu!') }, [
      ['start', 'next', 'x'],
    ]);
    expect(found('keyword-conflict', doc)).toEqual(['a keywords.2.text', 'b keywords.0.text']);
    const repeated = validateFlow(doc).find(({ field }) => field === 'keywords.2.text');
    expect(repeated?.fix).toMatchObject({ kind: 'removeItem', field: 'keywords.2' });
  });

  it('lose their words to a trigger of another flow that interrupts', () => {
    const triggers = (interrupts: boolean) =>
      compileTriggers(
        flowDoc(
          {
            other: sampleNode('keyword-trigger', 0, 0, {
              keywords: [{ match: 'exact', text: 'help' }],
              interrupts,
            }),
          },
          [],
        ),
      ).map((trigger) => ({ flowName: 'Other', trigger }));
    const doc = twoQuestions(rule('help'), say('Help'));
    expect(found('keyword-conflict', doc, { otherTriggers: triggers(true) })).toEqual([
      'entry keywords.0.text',
    ]);
    expect(found('keyword-conflict', doc, { otherTriggers: triggers(false) })).toEqual([]);
  });
});

describe('what is known on the way of a rule', () => {
  it('is what every question before which it may come has, and the way back takes nothing from the others', () => {
    const doc = twoQuestions(rule('help'), say('{{ x }}'));
    expect(found('var-maybe-unset', doc)).toEqual(['way text']);
    doc.nodes['y'] = { ...ask('y'), data: { ...ask('y').data, text: '{{ x }}' } } as FlowNode;
    expect(found('var-maybe-unset', doc)).toEqual(['way text']);
    expect(found('var-maybe-unset', twoQuestions(failed('code'), say('{{ code }}')))).toEqual([]);
  });

  it('is that the person has just written, whatever the question waited for', () => {
    const late = (entry: FlowNode) =>
      flowDoc({ start, wait: delay(30), asked: hear(null), entry, way: say('Help') }, [
        ['start', 'next', 'wait'],
        ['wait', 'next', 'asked'],
        ['entry', 'next', 'way'],
      ]);
    expect(found('window-maybe-closed', late(rule('help')))).toEqual([]);
    expect(found('window-maybe-closed', late(failed()))).toEqual(['way text']);
  });

  it('counts the time that passes before a question is asked again', () => {
    const doc = (hours: number) => twoQuestions(rule('help'), delay(hours), 'next');
    expect(found('window-maybe-closed', doc(1))).toEqual([]);
    expect(found('window-maybe-closed', doc(30))).toEqual(['x text', 'y text']);
  });

  it('counts the time before a failed step is tried again, each time', () => {
    const doc = (ms: number) =>
      twoQuestions(failed(), sampleNode('delay', 0, 0, { mode: 'duration', durationMs: ms }), 'next');
    expect(found('window-maybe-closed', doc(HOUR))).toEqual([]);
    expect(found('window-maybe-closed', doc(9 * HOUR))).toEqual(['x text', 'y text']);
  });

  it('makes no loop of what fails on it', () => {
    const doc = twoQuestions(failed(), say('Sorry'));
    expect(found('cycle-without-wait', doc)).toEqual([]);
    expect(found('too-long-without-wait', doc)).toEqual([]);
    expect(found('loop-unbounded', doc)).toEqual([]);
  });
});
