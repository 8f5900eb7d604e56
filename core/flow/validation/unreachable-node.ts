import type { Rule } from './contract.ts';
import { reachableNodes, triggersOf } from './graph.ts';
import { removalFix } from './removal.ts';

/** A step that no trigger leads to never runs. Without any trigger, `no-trigger` says enough. */
export const unreachableNode: Rule = ({ flow }) => {
  if (triggersOf(flow).length === 0) return [];
  const reached = reachableNodes(flow);
  return [...flow.nodes.keys()]
    .filter((id) => !reached.has(id))
    .map((id) => ({
      code: 'unreachable-node',
      severity: 'warning',
      nodeId: id,
      field: null,
      message: 'No path leads to this step: connect it or delete it.',
      ...removalFix(flow, id),
    }));
};
