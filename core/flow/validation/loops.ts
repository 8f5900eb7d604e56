/** Loops in which nothing waits, and how often they can go round. */
import type { NodeId } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import { MAX_VISITS_WITHOUT_WAIT } from '../walk.ts';
import { cyclesOver, exitsWithoutWait, isBounded, nextWithoutWait } from './graph.ts';

export interface LoopWithoutWait {
  /** Sorted. */
  members: NodeId[];
  /** The most rounds; null when nothing bounds them. */
  rounds: number | null;
  /** The most steps that a run makes in it; MAX_VISITS_WITHOUT_WAIT + 1 and more is too much. */
  steps: number;
  isTooLong: boolean;
}

export function loopsWithoutWait(flow: CompiledFlow): LoopWithoutWait[] {
  return cyclesOver([...flow.nodes.keys()].sort(), (id) => nextWithoutWait(flow, id)).map((cycle) => {
    const members = [...cycle].sort();
    const rounds = roundsOf(flow, members);
    const steps = rounds === null ? Infinity : rounds * members.length;
    return { members, rounds, steps, isTooLong: steps > MAX_VISITS_WITHOUT_WAIT };
  });
}

/** Every round passes a counted way; each of these is taken as often as it allows, and once more without it. */
function roundsOf(flow: CompiledFlow, members: readonly NodeId[]): number | null {
  const inside = new Set(members);
  const uncounted = (id: NodeId) => {
    const node = flow.nodes.get(id);
    if (!node) return [];
    return exitsWithoutWait(flow, id)
      .filter(({ port, to }) => inside.has(to) && !isBounded(node, port))
      .map(({ to }) => to);
  };
  if (cyclesOver(members, uncounted).length > 0) return null;
  const limits = members.map((id) => visitLimitOf(flow.nodes.get(id)?.data));
  return 1 + limits.reduce((sum, limit) => sum + limit, 0);
}

/** What a counting step allows, by its data. */
function visitLimitOf(data: unknown): number {
  if (typeof data !== 'object' || data === null || !('maxVisits' in data)) return 0;
  return typeof data.maxVisits === 'number' ? data.maxVisits : 0;
}
