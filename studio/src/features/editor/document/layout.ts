/** Tidy up: columns from left to right, in the order of the ports. */
import { Graph, layout } from '@dagrejs/dagre';
import type { FlowDoc, NodeId, Position } from '../../../../../core/flow/document.ts';
import { edgeOfPort, portsOf, readingOrder } from './ports.ts';

export const NODE_WIDTH_PX = 264;
const GAP_X_PX = 96;
const GAP_Y_PX = 44;
const ESTIMATED_HEIGHT_PX = 180;

/** New positions of all steps. `heights` are as measured on the canvas, in px. */
export function tidyPositions(
  doc: FlowDoc,
  heights: Readonly<Record<NodeId, number>>,
): Record<NodeId, Position> {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'LR',
    ranksep: GAP_X_PX,
    nodesep: GAP_Y_PX,
    edgesep: 16,
    marginx: 0,
    marginy: 0,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  const order = readingOrder(doc);
  for (const id of order) {
    graph.setNode(id, { width: NODE_WIDTH_PX, height: heights[id] ?? ESTIMATED_HEIGHT_PX });
  }
  for (const id of order) {
    const node = doc.nodes[id];
    if (!node) continue;
    for (const port of portsOf(node)) {
      const edgeId = edgeOfPort(doc.edges, id, port.id);
      const to = edgeId ? doc.edges[edgeId]?.to : undefined;
      if (edgeId && to !== undefined && to in doc.nodes && to !== id) graph.setEdge(id, to, {}, edgeId);
    }
  }
  layout(graph);
  const positions: Record<NodeId, Position> = {};
  for (const id of order) {
    const box = graph.node(id) as { x: number; y: number; height: number };
    positions[id] = { x: Math.round(box.x - NODE_WIDTH_PX / 2), y: Math.round(box.y - box.height / 2) };
  }
  return positions;
}
