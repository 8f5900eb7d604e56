import type { CompiledFlow } from '../compile.ts';
import type { SubflowUse } from '../nodes/contract.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { usableNodes } from './graph.ts';

/** A flow that comes back to itself through the flows it calls would call itself again and again. */
export const subflowRecursion: Rule = ({ flow, context }) =>
  usableNodes(flow).flatMap((node): Problem[] => {
    const use = node.type.manifest.subflow?.(node.data) ?? null;
    if (use === null || use.flowId === '') return [];
    const chain = chainBack(use, node.subflow, context.flowId === undefined ? [] : [context.flowId]);
    if (chain === null) return [];
    return [
      {
        code: 'subflow-recursion',
        severity: 'error',
        nodeId: node.id,
        field: 'flowId',
        message:
          chain === 1
            ? 'This step calls the flow that it is part of: choose another flow.'
            : `The flow that this step calls leads back to a flow that is already running, over ${chain} calls: choose another.`,
      },
    ];
  });

/** @returns the number of calls after which a flow on the way is called again, null when that never happens */
function chainBack(use: SubflowUse, called: CompiledFlow | null, running: readonly string[]): number | null {
  if (running.includes(use.flowId)) return 1;
  if (called === null) return null;
  for (const node of usableNodes(called)) {
    const next = node.type.manifest.subflow?.(node.data) ?? null;
    const chain = next && chainBack(next, node.subflow, [...running, use.flowId]);
    if (chain !== null) return chain + 1;
  }
  return null;
}
