/** Walks over a compiled flow that several rules share. */
import type { NodeId, PortId } from '../basics.ts';
import type { CompiledFlow, CompiledNode } from '../compile.ts';
import type { NodeType, PortClock } from '../nodes/contract.ts';
import { rulesOf } from '../takeover.ts';

export interface Exit {
  port: PortId;
  to: NodeId;
  clock: PortClock;
}

/** A node whose type is known and whose data fits it. */
export type UsableNode = CompiledNode & { type: NodeType };

export function usableNodes(flow: CompiledFlow): UsableNode[] {
  return [...flow.nodes.values()].filter((node): node is UsableNode => node.type !== null && !node.isBroken);
}

const keptExits = new WeakMap<CompiledNode, Exit[]>();

/** The ways on from a node, over edges and over targets that its data names. */
export function exitsOf(node: CompiledNode): Exit[] {
  const kept = keptExits.get(node);
  if (kept) return kept;
  const exits = findExits(node);
  keptExits.set(node, exits);
  return exits;
}

function findExits(node: CompiledNode): Exit[] {
  const { type, data } = node;
  if (type === null || node.isBroken) return [];
  return node.ports.flatMap(({ id: port }) => {
    const to = node.next.get(port);
    return to === undefined ? [] : [{ port, to, clock: type.manifest.clock(data, port) }];
  });
}

/** Targets that nodes name in their data instead of by an edge, the ones that aren't there among them. */
export function fixedTargets(flow: CompiledFlow): { from: UsableNode; port: PortId; to: NodeId }[] {
  return usableNodes(flow).flatMap((from) =>
    Object.entries(from.type.manifest.targets?.(from.data) ?? {}).map(([port, to]) => ({ from, port, to })),
  );
}

/** Nodes that another node's data leads to. */
export function jumpTargets(flow: CompiledFlow): Set<NodeId> {
  return new Set(fixedTargets(flow).map(({ to }) => to));
}

/** Where a run goes on from a node in the same instant, without waiting for a person or for time. */
export function exitsWithoutWait(flow: CompiledFlow, id: NodeId): Exit[] {
  const node = flow.nodes.get(id);
  if (!node || (node.subflow !== null && !passesAtOnce(node.subflow))) return [];
  // What a trigger waits for has happened: a run that comes to it over a line goes straight on.
  if (node.type?.trigger) return exitsOf(node);
  return exitsOf(node).filter(
    ({ clock }) =>
      clock.kind !== 'inbound' &&
      clock.kind !== 'windowClosing' &&
      !(clock.kind === 'elapsed' && clock.ms > 0 && clock.isWork !== true),
  );
}

export function nextWithoutWait(flow: CompiledFlow, id: NodeId): NodeId[] {
  return exitsWithoutWait(flow, id).map((exit) => exit.to);
}

const keptPasses = new WeakMap<CompiledFlow, boolean>();

/** Whether a called flow can come to an end without any wait. */
function passesAtOnce(flow: CompiledFlow): boolean {
  const kept = keptPasses.get(flow);
  if (kept !== undefined) return kept;
  const seen = new Set<NodeId>();
  const open = triggersOf(flow).map(({ id }) => id);
  let passes = false;
  for (let id = open.pop(); id !== undefined && !passes; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const node = flow.nodes.get(id);
    passes = node !== undefined && node.ports.every((port) => !node.next.has(port.id));
    open.push(...nextWithoutWait(flow, id));
  }
  keptPasses.set(flow, passes);
  return passes;
}

/** Ways on that a node takes a limited number of times only, whatever leads back to it. */
export function isBounded(node: CompiledNode, port: PortId): boolean {
  return (
    node.type?.manifest.countsVisits === true &&
    node.ports.some((one) => one.id === port && one.fixed === true)
  );
}

export function triggersOf(flow: CompiledFlow): CompiledNode[] {
  return [...flow.nodes.values()].filter((node) => node.type?.manifest.family === 'trigger');
}

/** Where runs come to without a drawn line: triggers, and rules of the flow. */
export function entriesOf(flow: CompiledFlow): CompiledNode[] {
  return [...triggersOf(flow), ...rulesOf(flow).map(({ node }) => node)];
}

/** Nodes that some trigger or rule leads to, these among them. */
export function reachableNodes(flow: CompiledFlow): Set<NodeId> {
  return reachableFrom(
    flow,
    entriesOf(flow).map(({ id }) => id),
  );
}

/** The nodes themselves among them. */
export function reachableFrom(flow: CompiledFlow, ids: readonly NodeId[]): Set<NodeId> {
  const reached = new Set<NodeId>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const node = flow.nodes.get(id);
    if (!node) {
      reached.delete(id);
      continue;
    }
    // The ports of a damaged step aren't known; what it is connected to shouldn't look lost for that.
    open.push(...(node.isBroken ? node.next.values() : exitsOf(node).map((exit) => exit.to)));
  }
  return reached;
}

/**
 * Nodes that triggers and rules lead to, each after the nodes before it except over loops (reverse postorder): the order in which
 * a forward analysis settles soonest.
 */
export function forwardOrder(flow: CompiledFlow): NodeId[] {
  const finished: NodeId[] = [];
  const seen = new Set<NodeId>();
  for (const entry of entriesOf(flow)) {
    if (seen.has(entry.id)) continue;
    seen.add(entry.id);
    const stack = [{ id: entry.id, exits: exitsOf(entry), at: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const exit = top.exits[top.at];
      top.at += 1;
      if (exit === undefined) {
        finished.push(top.id);
        stack.pop();
        continue;
      }
      const node = flow.nodes.get(exit.to);
      if (!node || seen.has(node.id)) continue;
      seen.add(node.id);
      stack.push({ id: node.id, exits: exitsOf(node), at: 0 });
    }
  }
  return finished.reverse();
}

/**
 * Groups of nodes that reach each other over the given edges (strongly connected components, Tarjan 1972), without the
 * single ones that have no edge to themselves.
 */
export function cyclesOver(ids: Iterable<NodeId>, next: (id: NodeId) => NodeId[]): NodeId[][] {
  const order = new Map<NodeId, { index: number; low: number; isOpen: boolean }>();
  const stack: NodeId[] = [];
  const cycles: NodeId[][] = [];

  const visit = (id: NodeId): { index: number; low: number; isOpen: boolean } => {
    const mine = { index: order.size, low: order.size, isOpen: true };
    order.set(id, mine);
    const start = stack.push(id) - 1;
    const targets = next(id);
    for (const to of targets) {
      const known = order.get(to);
      if (!known) mine.low = Math.min(mine.low, visit(to).low);
      else if (known.isOpen) mine.low = Math.min(mine.low, known.index);
    }
    if (mine.low === mine.index) {
      const group = stack.splice(start);
      for (const member of group) {
        const entry = order.get(member);
        if (entry) entry.isOpen = false;
      }
      if (group.length > 1 || targets.includes(id)) cycles.push(group);
    }
    return mine;
  };

  for (const id of ids) if (!order.has(id)) visit(id);
  return cycles;
}
