import { nodeTitle } from '../summary.ts';
import type { Rule } from './contract.ts';
import { cyclesOver, exitsOf, isBounded, reachableNodes } from './graph.ts';

/**
 * A loop that goes round by time alone, with nobody writing and nothing that counts the rounds: a person who stays silent
 * would get its messages until the run is stopped after 500 steps. Loops that people drive (a menu) and loops over a step
 * that counts its visits (a jump) or waits for events are fine, and so is every loop in a flow with a time limit.
 */
export const loopUnbounded: Rule = ({ flow }) => {
  if (flow.doc.rules.timeoutMs !== null) return [];
  const byTime = (id: string) => {
    const node = flow.nodes.get(id);
    if (!node) return [];
    return exitsOf(node).filter(
      ({ port, clock }) => clock.kind !== 'inbound' && port !== HAPPENED_PORT && !isBounded(node, port),
    );
  };
  const cycles = cyclesOver([...reachableNodes(flow)].sort(), (id) => byTime(id).map(({ to }) => to));
  return cycles.flatMap((cycle) => {
    const members = new Set(cycle);
    const waits = cycle.some((id) =>
      byTime(id).some(({ to, clock }) => members.has(to) && clock.kind === 'elapsed' && clock.ms > 0),
    );
    // Without a wait it is the business of `cycle-without-wait`.
    if (!waits) return [];
    const nodeId = [...cycle].sort()[0] ?? null;
    const node = nodeId === null ? undefined : flow.nodes.get(nodeId)?.node;
    return {
      code: 'loop-unbounded',
      severity: 'warning' as const,
      nodeId,
      field: null,
      message: `The loop through "${node ? nodeTitle(node) : ''}" goes on for as long as the person stays silent: bound it with a jump that counts, or give the flow a time limit.`,
      fix: { kind: 'setFlowTimeout' as const, timeoutMs: LOOP_TIMEOUT_MS },
    };
  });
};

/** An event of the contact drives the loop, and its time-out leaves by another port. */
const HAPPENED_PORT = 'happened';

/** Long enough for most follow-ups, short enough that nobody is written to for ever. */
const LOOP_TIMEOUT_MS = 30 * 24 * 60 * 60 * 1000;
