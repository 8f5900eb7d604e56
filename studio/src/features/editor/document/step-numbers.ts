/** What many runs did at each step, over the drawing. */
import type { FlowStats } from '../../../../../core/api/analytics.ts';
import type { EdgeId, FlowDoc, NodeId, PortId } from '../../../../../core/flow/document.ts';
import { edgeOfPort } from './ports.ts';

export interface StepNumbers {
  nodes: Readonly<Record<NodeId, NodeNumbers>>;
  /** Share of the busiest line, from 0 to 1. */
  edges: Readonly<Record<EdgeId, number>>;
}

export interface NodeNumbers {
  visits: number;
  /** Runs that stand here now. */
  here: number;
  /** Runs that ended here although the flow went on: an answer, a rule, a person or a fault ended them. */
  dropped: number;
  /** Of the visits. */
  droppedShare: number;
  medianSeconds: number | null;
  problems: Readonly<Record<string, number>>;
  ports: Readonly<Record<PortId, { count: number; share: number }>>;
}

/** Steps inside subflows, and those that are not in this drawing any more, are left out. */
export function stepNumbers(doc: FlowDoc, { nodes: counted }: Pick<FlowStats, 'nodes'>): StepNumbers {
  const nodes: Record<NodeId, NodeNumbers> = {};
  const counts: Record<EdgeId, number> = {};
  for (const { nodeId, visits, here, endedHere, medianSeconds, problems, ports } of counted) {
    if (!(nodeId in doc.nodes)) continue;
    const dropped = endedHere.exited + endedHere.failed;
    const shareOf = (count: number) => (visits === 0 ? 0 : count / visits);
    nodes[nodeId] = {
      ...{ visits, here, dropped, droppedShare: shareOf(dropped), medianSeconds, problems },
      ports: Object.fromEntries(
        Object.entries(ports).map(([port, count]) => [port, { count, share: shareOf(count) }]),
      ),
    };
    for (const [port, count] of Object.entries(ports)) {
      const edge = edgeOfPort(doc.edges, nodeId, port);
      if (edge) counts[edge] = count;
    }
  }
  const most = Math.max(1, ...Object.values(counts));
  return {
    nodes,
    edges: Object.fromEntries(Object.entries(counts).map(([edge, count]) => [edge, count / most])),
  };
}
