/** A flow of 300 steps in which one can go round for ever: questions, answers kept, conditions, texts with variables, buttons, a delay. */
import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../../core/flow/document.ts';
import type { FlowNode } from '../../core/flow/nodes/registry.ts';
import { edgesFrom, sampleNode } from '../../core/flow/samples/build.ts';

export const LARGE_FLOW_NODES = 300;

const HOUR_MS = 60 * 60 * 1000;
/** Steps of one stretch; what is left over of the 300 are `closing` texts before the delay. */
const STRETCH_NODES = 6;
const FIXED_NODES = 3;
const STRETCHES = Math.floor((LARGE_FLOW_NODES - FIXED_NODES) / STRETCH_NODES);
const CLOSING_TEXTS = LARGE_FLOW_NODES - FIXED_NODES - STRETCHES * STRETCH_NODES;

type Edge = readonly [from: string, port: string, to: string];

export function largeFlow(): FlowDoc {
  const nodes: Record<string, FlowNode> = {
    start: sampleNode('keyword-trigger', 0, 0, { keywords: [{ match: 'exact', text: 'round' }] }),
    rest: sampleNode('delay', 0, 0, { mode: 'duration', durationMs: HOUR_MS }),
    silent: sampleNode('exit', 0, 0, { outcome: 'exited', reason: 'No reply' }),
  };
  const edges: Edge[] = [
    ['start', 'next', 'ask0'],
    ['rest', 'next', 'ask0'],
  ];
  for (let at = 0; at < STRETCHES; at += 1) {
    Object.assign(nodes, stretchNodes(at));
    edges.push(...stretchEdges(at, at + 1 < STRETCHES ? `ask${at + 1}` : 'closing0'));
  }
  for (let at = 0; at < CLOSING_TEXTS; at += 1) {
    nodes[`closing${at}`] = sampleNode('send-text', 0, 0, { text: 'That was round {{ answers.a0 }}.' });
    edges.push([`closing${at}`, 'sent', at + 1 < CLOSING_TEXTS ? `closing${at + 1}` : 'rest']);
  }
  return {
    schemaVersion: FLOW_SCHEMA_VERSION,
    nodes,
    edges: edgesFrom(edges),
    variables: {},
    rules: defaultRules,
    notes: {},
  };
}

function stretchNodes(at: number): Record<string, FlowNode> {
  return {
    [`ask${at}`]: sampleNode('ask', 0, 0, {
      text: `Question ${at}, {{ contact.firstName | default: "there" }}?`,
      saveAs: `a${at}`,
      validation: { kind: 'text', minLength: 1 },
      tries: 3,
      retryText: '',
      timeoutMs: HOUR_MS,
    }),
    [`keep${at}`]: sampleNode('set-attribute', 0, 0, {
      name: `answer_${at}`,
      valueType: 'text',
      value: `{{ answers.a${at} | upcase }}`,
    }),
    [`is${at}`]: sampleNode('condition', 0, 0, {
      branches: [
        {
          id: 'long',
          match: 'any',
          groups: [
            {
              match: 'all',
              tests: [
                { subject: `answers.a${at}`, operator: 'contains', value: 'yes' },
                { subject: 'contact.tags', operator: 'contains', value: 'vip' },
              ],
            },
          ],
        },
      ],
    }),
    [`say${at}`]: sampleNode('send-text', 0, 0, {
      text: `{% if contact.name %}Dear {{ contact.name }}, {% endif %}you said {{ answers.a${at} }}.`,
    }),
    [`tag${at}`]: sampleNode('set-tag', 0, 0, { action: 'add', tag: `t${at % 5}` }),
    [`choose${at}`]: sampleNode('send-buttons', 0, 0, {
      body: 'Go on?',
      buttons: [
        { id: 'yes', title: 'Yes' },
        { id: 'no', title: 'No' },
      ],
      timeoutMs: HOUR_MS,
    }),
  };
}

function stretchEdges(at: number, next: string): Edge[] {
  return [
    [`ask${at}`, 'valid', `keep${at}`],
    [`ask${at}`, 'gave-up', 'silent'],
    [`ask${at}`, 'no-reply', 'silent'],
    [`keep${at}`, 'next', `is${at}`],
    [`is${at}`, 'branch:long', `say${at}`],
    [`is${at}`, 'else', `tag${at}`],
    [`say${at}`, 'sent', `choose${at}`],
    [`tag${at}`, 'next', `choose${at}`],
    [`choose${at}`, 'button:yes', next],
    [`choose${at}`, 'button:no', next],
    [`choose${at}`, 'other', next],
    [`choose${at}`, 'no-reply', 'silent'],
  ];
}
