/** A document made ready to run: data checked once, edges looked up by node and port. Cheap to keep per version. */
import type { NodeId, NodePath, PortId, VariableValue } from './basics.ts';
import type { FlowDoc } from './document.ts';
import { calledDoc, countCalledNodes, MAX_CALLED_NODES, MAX_SUBFLOW_DEPTH, subflowKey } from './library.ts';
import type { FlowLibrary } from './library.ts';
import type { NodeType, Port, StepFault } from './nodes/contract.ts';
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
  /** Where each port leads, by an edge or by the node's own data. */
  next: ReadonlyMap<PortId, NodeId>;
  /** The flow that runs inside this node; null when there is none or it isn't known here. */
  subflow: CompiledFlow | null;
  /** Why no flow may run inside this node although it names one; null: nothing speaks against it. */
  refusal: StepFault | null;
}

export const TOO_DEEP: StepFault = {
  code: 'subflow_too_deep',
  message: `Flows call each other over more than ${MAX_SUBFLOW_DEPTH} levels.`,
};

export const TOO_LARGE: StepFault = {
  code: 'subflow_too_large',
  message: `The flows that are called have more than ${MAX_CALLED_NODES} steps together.`,
};

/**
 * Total: nodes of unknown type or with broken data are marked and fail when a run reaches them. Edges to nowhere and
 * edges from a port that the node doesn't have are left out. When two edges leave one port, the one whose id sorts first
 * counts.
 */
export function compileFlow(doc: FlowDoc, library: FlowLibrary = {}): CompiledFlow {
  const isTooLarge = countCalledNodes(doc, library) > MAX_CALLED_NODES;
  return compileAt(doc, { library, isTooLarge, known: new Map() }, 0);
}

interface Called {
  library: FlowLibrary;
  isTooLarge: boolean;
  /** What is compiled already, by version and depth: steps that call the same version share it. */
  known: Map<string, CompiledFlow>;
}

function compileAt(doc: FlowDoc, called: Called, depth: number): CompiledFlow {
  const next = new Map<NodeId, Map<PortId, NodeId>>();
  for (const id of Object.keys(doc.edges).sort()) {
    const edge = doc.edges[id];
    if (!edge || !Object.hasOwn(doc.nodes, edge.to)) continue;
    const ports = next.get(edge.from.node) ?? new Map<PortId, NodeId>();
    if (!ports.has(edge.from.port)) ports.set(edge.from.port, edge.to);
    next.set(edge.from.node, ports);
  }
  const nodes = new Map<NodeId, CompiledNode>();
  for (const [id, node] of Object.entries(doc.nodes)) {
    const type = nodeTypeOf(node.type);
    const parsed = type?.manifest.schema.safeParse(node.data);
    const data = parsed?.success ? parsed.data : null;
    const isBroken = type === null || parsed?.success !== true;
    const use = isBroken ? null : (type.manifest.subflow?.(data) ?? null);
    const refusal = use && refusalOf(called, depth);
    const ports = isBroken ? [] : type.manifest.ports(data);
    // Which ports a broken node has isn't known: its way to fail, if somebody drew one, is better than none.
    const exits = isBroken ? next.get(id) : fromPorts(next.get(id), ports);
    nodes.set(id, {
      id,
      node,
      type,
      data,
      isBroken,
      ports,
      next: withTargets(doc, exits, isBroken ? {} : (type.manifest.targets?.(data) ?? {})),
      subflow: use && refusal === null ? compileCalled(subflowKey(use), called, depth + 1) : null,
      refusal,
    });
  }
  const defaults = Object.entries(doc.variables).flatMap(([name, variable]) =>
    variable.default === undefined ? [] : [[name, variable.default] as const],
  );
  return { doc, nodes, defaults: Object.fromEntries(defaults) };
}

function fromPorts(edges: ReadonlyMap<PortId, NodeId> | undefined, ports: readonly Port[]) {
  const known = new Set(ports.map(({ id }) => id));
  return new Map([...(edges ?? [])].filter(([port]) => known.has(port)));
}

function withTargets(
  doc: FlowDoc,
  edges: ReadonlyMap<PortId, NodeId> | undefined,
  targets: Record<PortId, NodeId>,
): ReadonlyMap<PortId, NodeId> {
  const known = Object.entries(targets).filter(([, to]) => Object.hasOwn(doc.nodes, to));
  return new Map([...(edges ?? []), ...known]);
}

function refusalOf({ isTooLarge }: Called, depth: number): StepFault | null {
  if (isTooLarge) return TOO_LARGE;
  return depth < MAX_SUBFLOW_DEPTH ? null : TOO_DEEP;
}

function compileCalled(key: string, called: Called, depth: number): CompiledFlow | null {
  const doc = calledDoc(called.library, key);
  if (doc === null) return null;
  const keyAtDepth = `${key}/${depth}`;
  const compiled = called.known.get(keyAtDepth) ?? compileAt(doc, called, depth);
  called.known.set(keyAtDepth, compiled);
  return compiled;
}

export interface Place {
  flow: CompiledFlow;
  node: CompiledNode;
  path: NodePath;
}

/** The node at a path, null when this version has none there. */
export function placeAt(flow: CompiledFlow, path: NodePath): Place | null {
  let inside: CompiledFlow | null = flow;
  const ids = path.split('/');
  for (const [index, id] of ids.entries()) {
    const node: CompiledNode | undefined = inside?.nodes.get(id);
    if (!inside || !node) return null;
    if (index === ids.length - 1) return { flow: inside, node, path };
    inside = node.subflow;
  }
  return null;
}

/** The step that called the flow in which `path` lies; null in the outermost one. */
export function callerOf(path: NodePath): NodePath | null {
  const end = path.lastIndexOf('/');
  return end === -1 ? null : path.slice(0, end);
}

/** Another node of the flow in which `path` lies. */
export function siblingAt(path: NodePath, id: NodeId): NodePath {
  const caller = callerOf(path);
  return caller === null ? id : `${caller}/${id}`;
}
