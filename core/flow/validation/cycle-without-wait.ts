import type { NodeId } from '../basics.ts';
import { nodeTitle } from '../summary.ts';
import type { Rule } from './contract.ts';
import { cyclesOver, exitsOf } from './graph.ts';

/** A loop in which nothing waits would send message after message until the run is stopped. */
export const cycleWithoutWait: Rule = ({ flow }) => {
  const nextWithoutWait = (id: NodeId): NodeId[] => {
    const node = flow.nodes.get(id);
    if (!node) return [];
    return exitsOf(node)
      .filter(({ clock }) => clock.kind !== 'inbound' && !(clock.kind === 'elapsed' && clock.ms > 0))
      .map((exit) => exit.to);
  };
  return cyclesOver(flow.nodes.keys(), nextWithoutWait).map((cycle) => {
    const titles = cycle.flatMap((id) => {
      const node = flow.nodes.get(id)?.node;
      return node ? [`"${nodeTitle(node)}"`] : [];
    });
    return {
      code: 'cycle-without-wait',
      severity: 'error',
      nodeId: [...cycle].sort()[0] ?? null,
      field: null,
      message: `${titles.slice(0, 5).join(', ')} form a loop in which nothing waits: put a delay or a question into it.`,
    };
  });
};
