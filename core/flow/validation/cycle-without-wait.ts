import { nodeTitle } from '../summary.ts';
import type { Rule } from './contract.ts';
import { loopsWithoutWait } from './loops.ts';

/**
 * A loop in which nothing waits would send message after message until the run is stopped. A loop over a jump that counts
 * is fine as long as all its rounds fit between two waits.
 */
export const cycleWithoutWait: Rule = ({ flow }) =>
  loopsWithoutWait(flow)
    .filter(({ isTooLong }) => isTooLong)
    .map(({ members, rounds }) => {
      const titles = members.flatMap((id) => {
        const node = flow.nodes.get(id)?.node;
        return node ? [`"${nodeTitle(node)}"`] : [];
      });
      const names = titles.slice(0, 5).join(', ');
      return {
        code: 'cycle-without-wait',
        severity: 'error',
        nodeId: members[0] ?? null,
        field: null,
        message:
          rounds === null
            ? `${names} form a loop in which nothing waits: put a delay or a question into it.`
            : `${names} form a loop that goes round up to ${rounds} times without a wait, more than a run may: allow fewer jumps, or put a delay or a question into it.`,
      };
    });
