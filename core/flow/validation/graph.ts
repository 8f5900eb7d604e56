/** Walks over a compiled flow that several rules share. */
import type { NodeId, PortId } from '../basics.ts';
import type { CompiledFlow, CompiledNode } from '../compile.ts';
import type { PortClock } from '../nodes/contract.ts';

export interface Exit {
  port: PortId;
  to: NodeId;
  clock: PortClock;
}

/** The connected ports of a node that it really has. */
export function exitsOf(node: CompiledNode): Exit[] {
  const { type, data } = node;
  if (type === null || node.isBroken) return [];
  return node.ports.flatMap(({ id: port }) => {
    const to = node.next.get(port);
    return to === undefined ? [] : [{ port, to, clock: type.manifest.clock(data, port) }];
  });
}

/** Where a run goes on from a node in the same instant, without waiting for a person or for time. */
export function nextWithoutWait(flow: CompiledFlow, id: NodeId): NodeId[] {
  const node = flow.nodes.get(id);
  if (!node) return [];
  return exitsOf(node)
    .filter(({ clock }) => clock.kind !== 'inbound' && !(clock.kind === 'elapsed' && clock.ms > 0))
    .map((exit) => exit.to);
}

export function triggersOf(flow: CompiledFlow): CompiledNode[] {
  return [...flow.nodes.values()].filter((node) => node.type?.manifest.family === 'trigger');
}

/** Nodes that some trigger leads to, the triggers among them. */
export function reachableNodes(flow: CompiledFlow): Set<NodeId> {
  const reached = new Set<NodeId>();
  const open = triggersOf(flow).map((node) => node.id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    const node = flow.nodes.get(id);
    if (!node) continue;
    // The ports of a damaged step aren't known; what it is connected to shouldn't look lost for that.
    open.push(...(node.isBroken ? node.next.values() : exitsOf(node).map((exit) => exit.to)));
  }
  return reached;
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
    stack.push(id);
    for (const to of next(id)) {
      const known = order.get(to);
      if (!known) mine.low = Math.min(mine.low, visit(to).low);
      else if (known.isOpen) mine.low = Math.min(mine.low, known.index);
    }
    if (mine.low === mine.index) {
      const group = stack.splice(stack.indexOf(id));
      for (const member of group) {
        const entry = order.get(member);
        if (entry) entry.isOpen = false;
      }
      if (group.length > 1 || next(id).includes(id)) cycles.push(group);
    }
    return mine;
  };

  for (const id of ids) if (!order.has(id)) visit(id);
  return cycles;
}
