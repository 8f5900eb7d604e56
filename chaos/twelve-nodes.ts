/** A flow of twelve steps with everything that a kill could break: sends, questions, a delay, changes of the contact, a branch. */
import type { FlowDoc } from '../core/flow/document.ts';
import type { NodeData } from '../core/flow/nodes/registry.ts';
import { edgesFrom, sampleNode } from '../core/flow/samples/build.ts';

export const KEYWORD = 'begin chaos';

/** What people answer, by step. */
export const ANSWERS: Record<string, string> = { askName: 'Wanda', askSize: '42', askLast: 'no' };

const ask = (text: string, saveAs: string, validation: NodeData<'ask'>['validation']) =>
  sampleNode('ask', 0, 0, { text, saveAs, validation, tries: 3, retryText: 'Again?', timeoutMs: 3_600_000 });

export const twelveNodes: Pick<FlowDoc, 'nodes' | 'edges' | 'variables'> = {
  nodes: {
    start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: KEYWORD }] }),
    tagBegun: sampleNode('set-tag', 0, 0, { action: 'add', tag: 'begun' }),
    welcome: sampleNode('send-text', 0, 0, { text: 'Welcome.' }),
    askName: ask('Who are you?', 'name', { kind: 'text', minLength: 1 }),
    keepName: sampleNode('set-attribute', 0, 0, {
      name: 'nickname',
      valueType: 'text',
      value: '{{ answers.name }}',
    }),
    askSize: ask('Which size, {{ answers.name }}?', 'size', { kind: 'number' }),
    confirm: sampleNode('send-text', 0, 0, { text: 'Size {{ answers.size }}, noted.' }),
    pause: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: 2_000 }),
    askLast: ask('Anything else?', 'last', { kind: 'text', minLength: 1 }),
    tagDone: sampleNode('set-tag', 0, 0, { action: 'add', tag: 'done' }),
    goodbye: sampleNode('send-text', 0, 0, { text: 'Goodbye, {{ answers.name }}.' }),
    end: sampleNode('exit', 0, 0, { outcome: 'completed', reason: 'All said' }),
  },
  edges: edgesFrom([
    ['start', 'next', 'tagBegun'],
    ['tagBegun', 'next', 'welcome'],
    ['welcome', 'sent', 'askName'],
    ['askName', 'valid', 'keepName'],
    ['askName', 'no-reply', 'end'],
    ['keepName', 'next', 'askSize'],
    ['askSize', 'valid', 'confirm'],
    ['askSize', 'no-reply', 'end'],
    ['confirm', 'sent', 'pause'],
    ['pause', 'next', 'askLast'],
    ['askLast', 'valid', 'tagDone'],
    ['askLast', 'no-reply', 'end'],
    ['tagDone', 'next', 'goodbye'],
    ['goodbye', 'sent', 'end'],
  ]),
  variables: { name: { type: 'text' }, size: { type: 'number' }, last: { type: 'text' } },
};
