import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { fixedTargets } from './graph.ts';

/**
 * Edges that start or end nowhere, and ports with two of them: a run follows only one. The same for ways on that stand in a
 * step's data: they must lead to a step, and no edge may leave their port.
 */
export const edgeIntegrity: Rule = ({ flow }) => {
  const problems = fixedTargets(flow)
    .filter(({ to }) => !flow.nodes.has(to))
    .map(({ from, port }): Problem => ({
      code: 'target-missing',
      severity: 'error',
      nodeId: from.id,
      field: port,
      message: 'The step that this one leads to is no longer there: choose another.',
    }));
  const taken = new Set<string>();
  for (const [edgeId, edge] of Object.entries(flow.doc.edges).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const from = flow.nodes.get(edge.from.node);
    const hasPort =
      from !== undefined &&
      (from.isBroken || from.ports.some(({ id, fixed }) => id === edge.from.port && fixed !== true));
    const report = (code: string, message: string) =>
      problems.push({
        code,
        severity: 'error',
        nodeId: from?.id ?? null,
        field: `port:${edge.from.port}`,
        message,
        fix: { kind: 'removeEdge', edgeId },
      });
    if (!hasPort || !flow.nodes.has(edge.to)) {
      report('dangling-edge', 'A connection starts or ends at something that is no longer there: delete it.');
      continue;
    }
    const key = `${edge.from.node} ${edge.from.port}`;
    if (taken.has(key)) {
      report(
        'port-connected-twice',
        `Two connections leave "${edge.from.port}": a run follows only one, delete the other.`,
      );
    }
    taken.add(key);
  }
  return problems;
};
