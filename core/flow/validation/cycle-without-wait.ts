import { nodeTitle } from '../summary.ts';
import type { Rule } from './contract.ts';
import { cyclesOver, nextWithoutWait } from './graph.ts';

/** A loop in which nothing waits would send message after message until the run is stopped. */
export const cycleWithoutWait: Rule = ({ flow }) =>
  cyclesOver(flow.nodes.keys(), (id) => nextWithoutWait(flow, id)).map((cycle) => {
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
