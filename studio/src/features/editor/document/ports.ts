/** Where a step leads: its ports and the edges that leave them. */
import type { EdgeId, FlowDoc, FlowEdge, NodeId, PortId } from '../../../../../core/flow/document.ts';
import type { Port } from '../../../../../core/flow/nodes/contract.ts';
import { nodeTypeOf, type FlowNode } from '../../../../../core/flow/nodes/registry.ts';
import { nodeTitle } from '../../../../../core/flow/summary.ts';

export type { Port };

/** The ports that lines leave; none for a type or data that this version can't read. A jump's way on is no line. */
export function portsOf(node: FlowNode): Port[] {
  try {
    const ports = nodeTypeOf(node.type)?.manifest.ports(node.data) ?? [];
    return ports.filter((port) => port.fixed !== true);
  } catch {
    return [];
  }
}

export function familyOf(node: FlowNode) {
  return nodeTypeOf(node.type)?.manifest.family ?? 'end';
}

const byPort = new WeakMap<FlowDoc['edges'], Map<string, EdgeId>>();

/** The edge that leaves a port. Indexed once per version of the edges. */
export function edgeOfPort(edges: FlowDoc['edges'], node: NodeId, port: PortId): EdgeId | null {
  let index = byPort.get(edges);
  if (!index) {
    index = new Map(Object.entries(edges).map(([id, edge]) => [portKey(edge.from), id]));
    byPort.set(edges, index);
  }
  return index.get(portKey({ node, port })) ?? null;
}

function portKey(from: FlowEdge['from']): string {
  return `${from.node}\n${from.port}`;
}

/** "Ask email, step 4, 2 problems, outputs: valid to Thank you, no reply not connected". */
export function nodeAriaLabel(doc: FlowDoc, id: NodeId, step: number, problemCount: number): string {
  const node = doc.nodes[id];
  if (!node) return 'Unknown step';
  const problems = problemCount === 0 ? '' : `, ${problemCount} problem${problemCount === 1 ? '' : 's'}`;
  const outputs = portsOf(node).map((port) => {
    const edge = edgeOfPort(doc.edges, id, port.id);
    const target = edge ? doc.nodes[doc.edges[edge]?.to ?? ''] : undefined;
    return `${port.label} ${target ? `to ${nodeTitle(target)}` : 'not connected'}`;
  });
  const ways = outputs.length > 0 ? `, outputs: ${outputs.join(', ')}` : ', no outputs';
  return `${nodeTitle(node)}, step ${step}${problems}${ways}`;
}

/** Steps as a reader meets them: from each trigger along its ports, the same from each rule, then what can't be reached. */
export function readingOrder(doc: FlowDoc): NodeId[] {
  const order = new Set<NodeId>();
  const byPlace = Object.keys(doc.nodes).sort((left, right) => {
    const a = doc.nodes[left]?.ui ?? { x: 0, y: 0 };
    const b = doc.nodes[right]?.ui ?? { x: 0, y: 0 };
    return a.x - b.x || a.y - b.y || (left < right ? -1 : 1);
  });
  const ofType = (end: string) => byPlace.filter((id) => doc.nodes[id]?.type.endsWith(end));
  for (const start of [...ofType('-trigger'), ...ofType('-rule'), ...byPlace]) {
    // An explicit stack: a long flow must not end in a stack overflow.
    const stack = [start];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      const node = doc.nodes[id];
      if (!node || order.has(id)) continue;
      order.add(id);
      for (const port of portsOf(node).reverse()) {
        const edge = edgeOfPort(doc.edges, id, port.id);
        const to = edge ? doc.edges[edge]?.to : undefined;
        if (to !== undefined && !order.has(to)) stack.push(to);
      }
    }
  }
  return [...order];
}
