import { TOO_DEEP } from '../compile.ts';
import type { CompiledFlow } from '../compile.ts';
import { MAX_SUBFLOW_DEPTH } from '../library.ts';
import type { Problem } from '../problem.ts';
import { nodeTitle } from '../summary.ts';
import type { Rule } from './contract.ts';
import { chainsBack } from './subflow-recursion.ts';

/** Flows that call flows over more levels than a run may enter: its step there fails. Circles are `subflow-recursion`. */
export const subflowTooDeep: Rule = ({ flow, context }) => {
  const circles = chainsBack(flow, context.flowId);
  const kept = new Map<CompiledFlow, string[] | null>();
  return [...flow.nodes.values()].flatMap(({ id, node, subflow }): Problem[] => {
    const inside = subflow && !circles.has(id) ? tooDeepIn(subflow, kept) : null;
    if (inside === null) return [];
    const chain = [nodeTitle(node), ...inside].map((title) => `"${title}"`).join(' > ');
    return [
      {
        code: 'subflow-too-deep',
        severity: 'error',
        nodeId: id,
        field: 'flowId',
        message: `Flows may call each other over ${MAX_SUBFLOW_DEPTH} levels, and this step begins a chain of ${inside.length + 1} calls (${chain}): leave one of the flows between out.`,
      },
    ];
  });
};

/** Titles of the steps that lead from here to a call that lies too deep; null when none does. */
function tooDeepIn(flow: CompiledFlow, kept: Map<CompiledFlow, string[] | null>): string[] | null {
  const known = kept.get(flow);
  if (known !== undefined) return known;
  let found: string[] | null = null;
  for (const { node, subflow, refusal } of flow.nodes.values()) {
    const inside = refusal === TOO_DEEP ? [] : subflow && tooDeepIn(subflow, kept);
    if (inside === null) continue;
    found = [nodeTitle(node), ...inside];
    break;
  }
  kept.set(flow, found);
  return found;
}
