import type { NodeId } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import type { Problem } from '../problem.ts';
import { callsIn } from './calls.ts';
import type { Call } from './calls.ts';
import type { Rule } from './contract.ts';

/** A flow that comes back to itself through the flows it calls would call itself again and again. */
export const subflowRecursion: Rule = ({ flow, context }) =>
  [...chainsBack(flow, context.flowId)].map(([nodeId, chain]): Problem => ({
    code: 'subflow-recursion',
    severity: 'error',
    nodeId,
    field: 'flowId',
    message:
      chain === 1
        ? 'This step calls the flow that it is part of: choose another flow.'
        : `The flow that this step calls leads back to a flow that is already running, over ${chain} calls: choose another.`,
  }));

/** Steps that lead back to a flow that is still running, each with the fewest calls after which that happens. */
export function chainsBack(flow: CompiledFlow, flowId: string | undefined): Map<NodeId, number> {
  const search = new Search();
  return new Map(
    callsIn(flow).flatMap((call) => {
      const toThisFlow = flowId === undefined ? Infinity : search.callsUntil(flowId, call);
      const chain = Math.min(toThisFlow, search.callsInCircle(call));
      return chain === Infinity ? [] : [[call.nodeId, chain] as const];
    }),
  );
}

/** Each called version is looked at once for each flow that is searched in it, however many steps call it. */
class Search {
  private readonly distances = new Map<string, Map<CompiledFlow, number>>();
  private readonly circles = new Map<CompiledFlow, number>();

  /** The fewest calls from this one on, itself among them, until that flow is called; Infinity: it never is. */
  callsUntil(flowId: string, { use, called }: Call): number {
    if (use.flowId === flowId) return 1;
    if (called === null) return Infinity;
    const distances = this.distances.get(flowId) ?? new Map<CompiledFlow, number>();
    this.distances.set(flowId, distances);
    let inside = distances.get(called);
    inside ??= Math.min(...callsIn(called).map((call) => this.callsUntil(flowId, call)));
    distances.set(called, inside);
    return 1 + inside;
  }

  /** The fewest calls from this one on until a flow that one of them has called is called again. */
  callsInCircle({ use, called }: Call): number {
    if (called === null) return Infinity;
    let inside = this.circles.get(called);
    inside ??= Math.min(
      ...callsIn(called).map((call) => Math.min(this.callsUntil(use.flowId, call), this.callsInCircle(call))),
    );
    this.circles.set(called, inside);
    return 1 + inside;
  }
}
