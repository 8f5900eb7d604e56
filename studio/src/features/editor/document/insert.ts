/** Where new steps go, and how they are tied in. */
import type { EdgeId, FlowDoc, NodeId, PortId, Position } from '../../../../../core/flow/document.ts';
import { newNode, type FlowNode, type NodeTypeId } from '../../../../../core/flow/nodes/registry.ts';
import { isEntryType, type Edit } from './edits.ts';
import { freshId } from './ids.ts';
import { NODE_WIDTH_PX } from './layout.ts';
import { edgeOfPort, portsOf } from './ports.ts';

const STEP_X_PX = NODE_WIDTH_PX + 96;

export interface NewStep {
  edit: Edit;
  id: NodeId;
}

/** What the new step is tied to. */
export type Anchor =
  /** Nothing: it stands at this place. */
  | { kind: 'at'; position: Position }
  /** The step that a port leads to; `position` when the place was pointed at. */
  | { kind: 'port'; node: NodeId; port: PortId; position?: Position }
  /** The first free port of a step; none free: it just stands beside it. */
  | { kind: 'after'; node: NodeId }
  /** In the middle of a line. */
  | { kind: 'edge'; edge: EdgeId };

export function addStep(doc: FlowDoc, type: NodeTypeId, anchor: Anchor): NewStep {
  const id = freshId(type.replace(/^send-/, ''), doc.nodes);
  const add = (position: Position): Edit => ({
    kind: 'addNode',
    id,
    node: newNode(type, { x: Math.round(position.x), y: Math.round(position.y) }),
  });
  switch (anchor.kind) {
    case 'at':
      return { id, edit: add(freePlace(doc, anchor.position)) };
    case 'after': {
      const node = doc.nodes[anchor.node];
      if (!node) return { id, edit: add({ x: 0, y: 0 }) };
      const beside = freePlace(doc, { x: node.ui.x + STEP_X_PX, y: node.ui.y });
      const port = portsOf(node).find((one) => edgeOfPort(doc.edges, anchor.node, one.id) === null);
      if (!port || isEntryType(type)) return { id, edit: add(beside) };
      return addStepAtPort(doc, id, add(beside), anchor.node, port.id);
    }
    case 'port': {
      const node = doc.nodes[anchor.node];
      const beside = { x: (node?.ui.x ?? 0) + STEP_X_PX, y: node?.ui.y ?? 0 };
      const place = anchor.position ?? freePlace(doc, beside);
      if (isEntryType(type)) return { id, edit: add(place) };
      return addStepAtPort(doc, id, add(place), anchor.node, anchor.port);
    }
    case 'edge':
      return insertOnEdge(doc, id, type, anchor.edge);
  }
}

function addStepAtPort(doc: FlowDoc, id: NodeId, add: Edit, from: NodeId, port: PortId): NewStep {
  const edge = freshId('edge', doc.edges);
  return { id, edit: { kind: 'batch', edits: [add, { kind: 'connect', id: edge, from, port, to: id }] } };
}

/** Splices a step into a line and pushes what comes after to the right, as far as it is in the way. */
function insertOnEdge(doc: FlowDoc, id: NodeId, type: NodeTypeId, edgeId: EdgeId): NewStep {
  const edge = doc.edges[edgeId];
  const source = edge && doc.nodes[edge.from.node];
  const target = edge && doc.nodes[edge.to];
  if (!edge || !source || !target) {
    return { id, edit: { kind: 'addNode', id, node: newNode(type, { x: 0, y: 0 }) } };
  }
  const x = source.ui.x + STEP_X_PX;
  const node = newNode(type, { x, y: target.ui.y });
  const isForward = target.ui.x > source.ui.x;
  const shift = isForward ? Math.max(0, x + STEP_X_PX - target.ui.x) : 0;
  const positions: Record<NodeId, Position> = {};
  if (shift > 0) {
    for (const downstream of reachableFrom(doc, edge.to)) {
      const ui = doc.nodes[downstream]?.ui;
      if (ui && ui.x >= target.ui.x) positions[downstream] = { x: ui.x + shift, y: ui.y };
    }
  }
  const edits: Edit[] = [
    { kind: 'moveNodes', positions },
    { kind: 'addNode', id, node },
    { kind: 'reconnect', id: edgeId, from: edge.from.node, port: edge.from.port, to: id },
  ];
  const [port] = portsOf(node);
  if (port) {
    edits.push({ kind: 'connect', id: freshId('edge', doc.edges), from: id, port: port.id, to: edge.to });
  }
  return { id, edit: { kind: 'batch', edits } };
}

function reachableFrom(doc: FlowDoc, start: NodeId): Set<NodeId> {
  const seen = new Set<NodeId>();
  const stack = [start];
  const edges = Object.values(doc.edges);
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of edges) if (edge.from.node === id) stack.push(edge.to);
  }
  return seen;
}

/** Moves down until no step is in the way, so that new cards neither hide others nor lie under them. */
export function freePlace(doc: FlowDoc, wanted: Position): Position {
  const { x } = wanted;
  let { y } = wanted;
  const inColumn = Object.values(doc.nodes)
    .filter(({ ui }) => Math.abs(ui.x - x) < NODE_WIDTH_PX)
    .map((node) => ({ top: node.ui.y - NEW_HEIGHT_PX, bottom: node.ui.y + heightOf(node) + GAP_Y_PX }))
    .sort((a, b) => a.top - b.top);
  for (const { top, bottom } of inColumn) if (y > top && y < bottom) y = bottom;
  return { x, y };
}

/** About what a card takes: its head, a few lines, and a row for each way out. */
function heightOf(node: FlowNode): number {
  return 100 + 28 * portsOf(node).length;
}

const NEW_HEIGHT_PX = 120;
const GAP_Y_PX = 24;
