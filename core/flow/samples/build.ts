/** Short ways to write a document by hand, for samples and tests. */
import type { FlowDoc } from '../document.ts';
import type { FlowNode, NodeData, NodeTypeId } from '../nodes/registry.ts';
import { nodeTypes } from '../nodes/registry.ts';

export function sampleNode<Type extends NodeTypeId>(
  type: Type,
  x: number,
  y: number,
  data: NodeData<Type>,
): FlowNode {
  return { type, typeVersion: nodeTypes[type].manifest.typeVersion, data, ui: { x, y } } as FlowNode;
}

/** Edges from triples of node, port and next node. */
export function edgesFrom(
  triples: readonly (readonly [node: string, port: string, to: string])[],
): FlowDoc['edges'] {
  return Object.fromEntries(
    triples.map(([node, port, to]) => [
      `${node}_${port.replace(/[^A-Za-z0-9_-]/g, '_')}`,
      { from: { node, port }, to },
    ]),
  );
}
