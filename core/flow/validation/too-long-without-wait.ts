import type { NodeId } from '../basics.ts';
import { MAX_VISITS_WITHOUT_WAIT } from '../engine.ts';
import type { Rule } from './contract.ts';
import { cyclesOver, nextWithoutWait } from './graph.ts';

/** The engine stops a run after 50 steps in which nothing waits: a path of more such steps never gets through. */
export const tooLongWithoutWait: Rule = ({ flow }) => {
  // Steps in a loop are the business of `cycle-without-wait`.
  const inLoop = new Set(cyclesOver(flow.nodes.keys(), (id) => nextWithoutWait(flow, id)).flat());
  const lengths = new Map<NodeId, number>();
  const lengthFrom = (id: NodeId): number => {
    const known = lengths.get(id);
    if (known !== undefined) return known;
    const next = nextWithoutWait(flow, id).filter((to) => !inLoop.has(to));
    const length = 1 + Math.max(0, ...next.map(lengthFrom));
    lengths.set(id, length);
    return length;
  };
  const starts = [...flow.nodes.keys()].filter(
    (id) => !inLoop.has(id) && lengthFrom(id) === MAX_VISITS_WITHOUT_WAIT + 1,
  );
  return starts.map((nodeId) => ({
    code: 'too-long-without-wait',
    severity: 'error',
    nodeId,
    field: null,
    message: `More than ${MAX_VISITS_WITHOUT_WAIT} steps follow from here without a delay or a question: a run stops there.`,
  }));
};
