/** A document made ready to run: data checked once, edges looked up by node and port. Cheap to keep per version. */
import type { NodeId, PortId, VariableValue } from './basics.ts';
import type { FlowDoc } from './document.ts';
import type { NodeType, Port } from './nodes/contract.ts';
import { nodeTypeOf } from './nodes/registry.ts';
import type { FlowNode } from './nodes/registry.ts';

export interface CompiledFlow {
  doc: FlowDoc;
  nodes: ReadonlyMap<NodeId, CompiledNode>;
  /** Defaults of the variables that have one. */
  defaults: Readonly<Record<string, VariableValue>>;
}

export interface CompiledNode {
  id: NodeId;
  node: FlowNode;
  /** Null for a type that this version doesn't know. */
  type: NodeType | null;
  /** The data as the manifest's schema gives it; null when it doesn't fit. */
  data: unknown;
  isBroken: boolean;
  ports: Port[];
  next: ReadonlyMap<PortId, NodeId>;
}

/**
 * Total: nodes of unknown type or with broken data are marked and fail when a run reaches them, edges to nowhere are
 * left out. When two edges leave one port, the one whose id sorts first counts.
 */
export function compileFlow(doc: FlowDoc): CompiledFlow {
  const next = new Map<NodeId, Map<PortId, NodeId>>();
  for (const id of Object.keys(doc.edges).sort()) {
    const edge = doc.edges[id];
    if (!edge || !Object.hasOwn(doc.nodes, edge.to)) continue;
    const ports = next.get(edge.from.node) ?? new Map<PortId, NodeId>();
    if (!ports.has(edge.from.port)) ports.set(edge.from.port, edge.to);
    next.set(edge.from.node, ports);
  }
  const nodes = new Map<NodeId, CompiledNode>();
  for (const [id, node] of Object.entries(doc.nodes)) nodes.set(id, compileNode(id, node, next.get(id)));
  const defaults = Object.entries(doc.variables).flatMap(([name, variable]) =>
    variable.default === undefined ? [] : [[name, variable.default] as const],
  );
  return { doc, nodes, defaults: Object.fromEntries(defaults) };
}

function compileNode(id: NodeId, node: FlowNode, next: Map<PortId, NodeId> | undefined): CompiledNode {
  const type = nodeTypeOf(node.type);
  const parsed = type?.manifest.schema.safeParse(node.data);
  const isUsable = type !== null && parsed?.success === true;
  return {
    id,
    node,
    type,
    data: isUsable ? parsed.data : null,
    isBroken: !isUsable,
    ports: isUsable ? type.manifest.ports(parsed.data) : [],
    next: next ?? new Map<PortId, NodeId>(),
  };
}
