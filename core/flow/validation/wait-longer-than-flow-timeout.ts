import type { NodeId } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import { durationInWords } from '../nodes/shared/duration.ts';
import { MAX_DURATION_MS } from '../nodes/shared/limits.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { entriesOf, exitsOf, forwardOrder, usableNodes } from './graph.ts';
import type { Exit, UsableNode } from './graph.ts';

/**
 * A wait that the flow's own time limit always cuts short: even on the quickest way to it, the limit comes first. Only
 * waits of a fixed length count; for the others nothing is certain.
 */
export const waitLongerThanFlowTimeout: Rule = ({ flow }) => {
  const limitMs = flow.doc.rules.timeoutMs;
  if (limitMs === null) return [];
  const arrivals = earliestArrivals(flow);
  return usableNodes(flow).flatMap((node): Problem[] => {
    const arrivalMs = arrivals.get(node.id);
    const waitMs = Math.max(0, ...exitsOf(node).map((exit) => fixedWaitMs(node, exit)));
    // Steps that no run reaches in time aren't reported one by one: the first wait says it.
    if (arrivalMs === undefined || arrivalMs >= limitMs || arrivalMs + waitMs < limitMs) return [];
    const neededMs = roundedUp(arrivalMs + waitMs);
    return [
      {
        code: 'wait-longer-than-flow-timeout',
        severity: 'warning',
        nodeId: node.id,
        field: null,
        message: `This step waits ${durationInWords(waitMs)}${arrivalMs > 0 ? `, at the soonest ${durationInWords(arrivalMs)} after the start` : ''}, but the flow ends after ${durationInWords(limitMs)}: shorten the wait or raise the flow's time limit.`,
        ...(neededMs <= MAX_DURATION_MS ? { fix: { kind: 'setFlowTimeout', timeoutMs: neededMs } } : {}),
      },
    ];
  });
};

const HOUR_MS = 60 * 60 * 1000;

/** A whole number of hours with at least one to spare. */
function roundedUp(ms: number): number {
  return (Math.floor(ms / HOUR_MS) + 2) * HOUR_MS;
}

/** Ports by which a step is left because its time is over. */
const TIME_IS_OVER: ReadonlySet<string> = new Set(['next', 'no-reply', 'timeout']);

/** How long a run surely waits before it leaves this way. */
function fixedWaitMs({ data }: UsableNode, { port, clock }: Exit): number {
  if (clock.kind !== 'elapsed' || !TIME_IS_OVER.has(port)) return 0;
  const { durationMs, timeoutMs } = data as { durationMs?: unknown; timeoutMs?: unknown };
  return clock.ms === durationMs || clock.ms === timeoutMs ? clock.ms : 0;
}

/** The least time from the start to each node, over all ways (relaxed until nothing changes). */
function earliestArrivals(flow: CompiledFlow): Map<NodeId, number> {
  // A rule may take over at once.
  const arrivals = new Map<NodeId, number>(entriesOf(flow).map(({ id }) => [id, 0]));
  const order = forwardOrder(flow);
  for (let isSettled = false; !isSettled;) {
    isSettled = true;
    for (const id of order) {
      const node = flow.nodes.get(id);
      const atMs = arrivals.get(id);
      if (!node || atMs === undefined) continue;
      for (const exit of exitsOf(node)) {
        const thereMs = atMs + fixedWaitMs(node as UsableNode, exit);
        if (thereMs >= (arrivals.get(exit.to) ?? Infinity)) continue;
        arrivals.set(exit.to, thereMs);
        isSettled = false;
      }
    }
  }
  return arrivals;
}
