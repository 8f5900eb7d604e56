/** The note of an order belongs to what was ordered: it answers no question and is no keyword. */
import { describe, expect, it } from 'vitest';
import { answerKindOf } from './nodes/answer-rule/rule.ts';
import { sampleNode } from './samples/build.ts';
import { simulate } from './simulate.ts';
import type { SimulatedAction } from './simulate.ts';
import { flowDoc, orders } from './testing.ts';
import { compileTriggers, firing } from './triggers.ts';

const note = 'Menu';
const ordered = orders({ note });
const order: SimulatedAction = { kind: 'send', message: ordered };
const hi: SimulatedAction = { kind: 'say', text: 'hi' };
const keyword = (text: string) => ({ keywords: [{ match: 'exact' as const, text }] });
const text = (body: string) => sampleNode('send-text', 0, 0, { text: body });
const start = sampleNode('keyword-trigger', 0, 0, keyword('hi'));
const ask = sampleNode('ask', 0, 0, {
  ...{ text: 'Your name?', saveAs: 'name', validation: { kind: 'text' }, tries: 3 },
  ...{ retryText: 'In words, please', timeoutMs: null },
});
const edges: [string, string, string][] = [
  ['start', 'next', 'asked'],
  ['rule', 'next', 'about'],
];
const texts = ({ transcript }: ReturnType<typeof simulate>) =>
  transcript.flatMap((entry) => (entry.kind === 'outbound' ? [entry.text] : []));

describe('the note of an order', () => {
  it('is no answer to a question for words', () => {
    const played = simulate(flowDoc({ start, asked: ask }, [['start', 'next', 'asked']]), [hi, order]);
    expect(texts(played)).toEqual(['Your name?', 'In words, please']);
    expect(played.state).toMatchObject({ tries: 1, variables: {} });
  });

  it('chooses nothing', () => {
    const asked = sampleNode('send-buttons', 0, 0, {
      ...{ body: 'Ready?', buttons: [{ id: 'menu', title: 'Menu' }], timeoutMs: null },
    });
    const doc = flowDoc({ start, asked, chosen: text('Chosen'), other: text('Other') }, [
      ...edges.slice(0, 1),
      ['asked', 'button:menu', 'chosen'],
      ['asked', 'other', 'other'],
    ]);
    expect(texts(simulate(doc, [hi, order]))).toEqual(['Ready?', 'Other']);
  });

  it('is kept where any message is an answer', () => {
    const asked = sampleNode('wait-for-reply', 0, 0, { timeoutMs: null, saveAs: 'said' });
    const played = simulate(flowDoc({ start, asked }, edges.slice(0, 1)), [hi, order]);
    expect(played.state.variables).toEqual({ said: note });
  });

  it('is no text for a rule about unexpected answers: an order is something else', () => {
    expect(answerKindOf(ordered)).toBe('other');
    const rule = sampleNode('answer-rule', 0, 0, { kinds: ['text'] });
    const doc = flowDoc({ start, asked: ask, rule, about: text('Not now') }, edges);
    expect(texts(simulate(doc, [hi, order]))).toEqual(['Your name?', 'In words, please']);
  });

  it('leads to no rule of the flow, and starts none by a keyword', () => {
    const rule = sampleNode('keyword-rule', 0, 0, keyword(note));
    const doc = flowDoc({ start, asked: ask, rule, about: text('The menu') }, edges);
    expect(texts(simulate(doc, [hi, order]))).not.toContain('The menu');
    const menu = { ...keyword(note), interrupts: true };
    const triggers = compileTriggers(flowDoc({ menu: sampleNode('keyword-trigger', 0, 0, menu) }, []));
    const message = { kind: 'message', text: note, press: null, isFirst: false } as const;
    const event = { ...message, referral: null, campaignId: null };
    expect(firing(triggers, event)).toHaveLength(1);
    expect(firing(triggers, { ...event, isOrder: true })).toEqual([]);
  });
});
