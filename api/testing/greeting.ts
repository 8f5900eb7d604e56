import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../../core/flow/document.ts';
import { newNode } from '../../core/flow/nodes/registry.ts';

/** A flow of a keyword and one text, with rules that aren't the usual ones. */
export function greeting(keyword: string, text = 'Hello!'): FlowDoc & Record<string, unknown> {
  const start = newNode('keyword-trigger', { x: 0, y: 0 });
  const send = newNode('send-text', { x: 300, y: 0 });
  Object.assign(start.data, { keywords: [{ text: keyword, match: 'exact' }] });
  Object.assign(send.data, { text });
  return {
    schemaVersion: FLOW_SCHEMA_VERSION,
    nodes: { start, send },
    edges: { e1: { from: { node: 'start', port: 'next' }, to: 'send' } },
    variables: {},
    rules: { ...defaultRules, reentry: { kind: 'always' }, priority: 5 },
    notes: {},
  };
}
