import type { NodeId } from '../basics.ts';
import { MAX_VISITS_WITHOUT_WAIT } from '../walk.ts';
import type { Rule } from './contract.ts';
import { nextWithoutWait } from './graph.ts';
import { loopsWithoutWait } from './loops.ts';

/** The engine stops a run after 50 steps in which nothing waits: a path of more such steps never gets through. */
export const tooLongWithoutWait: Rule = ({ flow }) => {
  const loopOf = new Map(loopsWithoutWait(flow).flatMap((loop) => loop.members.map((id) => [id, loop])));
  // Steps in such a loop are the business of `cycle-without-wait`; a short one counts with all its rounds.
  const isLost = (id: NodeId) => loopOf.get(id)?.isTooLong === true;
  const lengths = new Map<NodeId, number>();
  const lengthFrom = (id: NodeId): number => {
    const loop = loopOf.get(id);
    const place = loop?.members[0] ?? id;
    const known = lengths.get(place);
    if (known !== undefined) return known;
    const members = loop?.members ?? [id];
    const next = members
      .flatMap((member) => nextWithoutWait(flow, member))
      .filter((to) => !isLost(to) && !members.includes(to));
    const length = (loop?.steps ?? 1) + Math.max(0, ...next.map(lengthFrom));
    lengths.set(place, length);
    return length;
  };
  const longest = [...flow.nodes.keys()].filter(
    (id) => !isLost(id) && lengthFrom(id) > MAX_VISITS_WITHOUT_WAIT,
  );
  // Only where it becomes too long, not at every step before; of a loop, whose steps are all alike, only at one.
  const starts = longest.filter((id) => {
    const members = loopOf.get(id)?.members ?? [id];
    const next = members.flatMap((member) => nextWithoutWait(flow, member));
    return (
      members[0] === id &&
      !next.some((to) => !members.includes(to) && !isLost(to) && lengthFrom(to) > MAX_VISITS_WITHOUT_WAIT)
    );
  });
  return starts.map((nodeId) => ({
    code: 'too-long-without-wait',
    severity: 'error',
    nodeId,
    field: null,
    message: `More than ${MAX_VISITS_WITHOUT_WAIT} steps follow from here without a delay or a question: a run stops there.`,
  }));
};
