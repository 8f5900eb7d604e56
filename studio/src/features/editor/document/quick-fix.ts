/** The repairs that validation offers, as edits. */
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { newNode } from '../../../../../core/flow/nodes/registry.ts';
import type { QuickFix } from '../../../../../core/flow/problem.ts';
import type { Edit } from './edits.ts';
import { freshId } from './ids.ts';
import { addStep } from './insert.ts';
import { portsOf } from './ports.ts';

export function quickFixLabel(fix: QuickFix): string {
  switch (fix.kind) {
    case 'connectExit':
      return 'End here';
    case 'removeNode':
      return 'Delete step';
    case 'removeEdge':
      return 'Remove line';
    case 'addTrigger':
      return 'Add keyword';
    case 'insertWindowCheck':
      return 'Check window';
    case 'declareVariable':
      return 'Declare it';
  }
}

/** Null when the document changed meanwhile and the repair no longer fits. */
export function quickFixEdit(doc: FlowDoc, fix: QuickFix): Edit | null {
  switch (fix.kind) {
    case 'connectExit':
      return fix.nodeId in doc.nodes
        ? addStep(doc, 'exit', { kind: 'port', node: fix.nodeId, port: fix.port }).edit
        : null;
    case 'removeNode':
      return fix.nodeId in doc.nodes ? { kind: 'removeNodes', ids: [fix.nodeId] } : null;
    case 'removeEdge':
      return fix.edgeId in doc.edges ? { kind: 'removeEdges', ids: [fix.edgeId] } : null;
    case 'addTrigger':
      return addTrigger(doc);
    case 'insertWindowCheck':
      return insertWindowCheck(doc, fix.nodeId);
    case 'declareVariable':
      return { kind: 'setVariable', name: fix.name, definition: { type: 'text', default: '' } };
  }
}

/** Left of the leftmost step, and tied to it. */
function addTrigger(doc: FlowDoc): Edit {
  const [first] = Object.entries(doc.nodes).sort(([, a], [, b]) => a.ui.x - b.ui.x || a.ui.y - b.ui.y);
  const id = freshId('keyword', doc.nodes);
  const place = first ? { x: first[1].ui.x - 360, y: first[1].ui.y } : { x: 0, y: 0 };
  const add: Edit = { kind: 'addNode', id, node: newNode('keyword-trigger', place) };
  if (!first) return add;
  return {
    kind: 'batch',
    edits: [add, { kind: 'connect', id: freshId('edge', doc.edges), from: id, port: 'next', to: first[0] }],
  };
}

/** Everything that led to the step leads to a window check now, whose open way leads to the step. */
function insertWindowCheck(doc: FlowDoc, nodeId: string): Edit | null {
  const node = doc.nodes[nodeId];
  if (!node) return null;
  const id = freshId('window', doc.nodes);
  const check = newNode('window-check', { x: node.ui.x, y: node.ui.y });
  const [open] = portsOf(check);
  if (!open) return null;
  return {
    kind: 'batch',
    edits: [
      { kind: 'addNode', id, node: check },
      { kind: 'moveNodes', positions: { [nodeId]: { x: node.ui.x + 360, y: node.ui.y } } },
      ...Object.entries(doc.edges)
        .filter(([, edge]) => edge.to === nodeId)
        .map(([edgeId, { from }]): Edit => ({
          kind: 'reconnect',
          id: edgeId,
          from: from.node,
          port: from.port,
          to: id,
        })),
      { kind: 'connect', id: freshId('edge', doc.edges), from: id, port: open.id, to: nodeId },
    ],
  };
}
