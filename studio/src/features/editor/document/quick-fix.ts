/** The repairs that validation offers, as edits. */
import type { FlowDoc } from '../../../../../core/flow/document.ts';
import { newNode, type FlowNode } from '../../../../../core/flow/nodes/registry.ts';
import { durationInWords } from '../../../../../core/flow/nodes/shared/duration.ts';
import type { QuickFix } from '../../../../../core/flow/problem.ts';
import { renamedPath } from '../../../../../core/flow/variable-uses.ts';
import { isEntry, type Edit } from './edits.ts';
import { freshId } from './ids.ts';
import { addStep } from './insert.ts';
import { edgeOfPort, portsOf } from './ports.ts';

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
    case 'giveDefault':
      return 'Give it a value';
    case 'setField':
      return fix.label;
    case 'renameRead':
      return `Use “${fix.name}”`;
    case 'removeItem':
      return 'Remove the repeat';
    case 'setFlowTimeout':
      return `End after ${durationInWords(fix.timeoutMs)}`;
  }
}

/** Null when the document changed meanwhile and the repair no longer fits. */
export function quickFixEdit(doc: FlowDoc, fix: QuickFix): Edit | null {
  switch (fix.kind) {
    case 'connectExit':
      // Offered a moment ago: who has led the port somewhere since keeps that.
      return fix.nodeId in doc.nodes && edgeOfPort(doc.edges, fix.nodeId, fix.port) === null
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
      return fix.name in doc.variables
        ? null
        : { kind: 'setVariable', name: fix.name, definition: { type: 'text', default: '' } };
    case 'giveDefault':
      return {
        kind: 'setVariable',
        name: fix.name,
        definition: { ...doc.variables[fix.name], type: fix.type, default: fix.value },
      };
    case 'setField':
      return changeData(doc, fix.nodeId, fix.field, (place, key) => {
        place[key] = fix.value;
        return true;
      });
    case 'renameRead':
      return changeData(doc, fix.nodeId, fix.field, (place, key) => {
        const text = place[key];
        if (typeof text !== 'string') return false;
        place[key] = renamedPath(text, fix.path, fix.name);
        return place[key] !== text;
      });
    case 'removeItem':
      return changeData(doc, fix.nodeId, fix.field, (place, key) => {
        const item = place[key];
        const isSame =
          isObject(item) && Object.entries(fix.item).every(([name, value]) => item[name] === value);
        if (!Array.isArray(place) || !isSame) return false;
        place.splice(Number(key), 1);
        return true;
      });
    case 'setFlowTimeout':
      return { kind: 'setRules', rules: { ...doc.rules, timeoutMs: fix.timeoutMs } };
  }
}

/**
 * Null when the path leads nowhere: the last key may be new, those before it have to be there.
 * @param change in place; false when there is nothing to do any more
 */
function changeData(
  doc: FlowDoc,
  nodeId: string,
  field: string,
  change: (place: Record<string, unknown>, key: string) => boolean,
): Edit | null {
  const node = doc.nodes[nodeId];
  if (!node) return null;
  const data = structuredClone(node.data) as Record<string, unknown>;
  const keys = field.split('.');
  const last = keys.pop();
  let place: unknown = data;
  for (const key of keys) place = isObject(place) && Object.hasOwn(place, key) ? place[key] : undefined;
  if (last === undefined || !isObject(place) || !change(place, last)) return null;
  return { kind: 'setData', id: nodeId, data: data as FlowNode['data'] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Something that people would write, so that the flow works at once; authors put their own words there. */
const FIRST_KEYWORD = 'menu';

/** Left of the leftmost step, and tied to it. */
function addTrigger(doc: FlowDoc): Edit {
  const [first] = Object.entries(doc.nodes)
    .filter(([, node]) => !isEntry(node))
    .sort(([, a], [, b]) => a.ui.x - b.ui.x || a.ui.y - b.ui.y);
  const id = freshId('keyword', doc.nodes);
  const place = first ? { x: first[1].ui.x - 360, y: first[1].ui.y } : { x: 0, y: 0 };
  const node = newNode('keyword-trigger', place);
  const data = { ...node.data, keywords: [{ match: 'exact', text: FIRST_KEYWORD }] } as FlowNode['data'];
  const add: Edit = { kind: 'addNode', id, node: { ...node, data } as FlowNode };
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
