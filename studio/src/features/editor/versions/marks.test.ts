import { describe, expect, it } from 'vitest';
import { diffFlows } from '../../../../../core/flow/diff.ts';
import { defaultRules, FLOW_SCHEMA_VERSION, type FlowDoc } from '../../../../../core/flow/document.ts';
import { newNode } from '../../../../../core/flow/nodes/registry.ts';
import { marksOf } from './marks.ts';

function flow(texts: Record<string, string>): FlowDoc {
  const nodes = Object.entries(texts).map(([id, text]) => {
    const node = newNode('send-text', { x: 0, y: 0 });
    return [id, { ...node, data: { ...node.data, text } }];
  });
  return {
    schemaVersion: FLOW_SCHEMA_VERSION,
    nodes: Object.fromEntries(nodes) as FlowDoc['nodes'],
    edges: {},
    variables: {},
    rules: defaultRules,
    notes: {},
  };
}

describe('marksOf', () => {
  const older = flow({ same: 'a', edited: 'b', dropped: 'c' });
  const newer = flow({ same: 'a', edited: 'B', added: 'd' });
  const changes = diffFlows(older, newer);

  it('lifts out what differs and what only the shown document has', () => {
    expect(marksOf(changes, older, newer)).toEqual({ edited: 'changed', dropped: 'new' });
    expect(marksOf(changes, newer, older)).toEqual({ edited: 'changed', added: 'new' });
  });

  it('marks nothing when both do the same', () => {
    expect(marksOf(diffFlows(older, older), older, older)).toEqual({});
  });
});
