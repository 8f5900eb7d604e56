import type { Rule } from './contract.ts';
import { reachableNodes } from './graph.ts';

/** A way out that leads nowhere ends the run there, which is seldom meant. */
export const missingBranch: Rule = ({ flow }) => {
  const reached = reachableNodes(flow);
  return [...flow.nodes.values()].flatMap((node) =>
    node.ports
      .filter(
        (port) =>
          reached.has(node.id) && port.optional !== true && port.fixed !== true && !node.next.has(port.id),
      )
      .map((port) => ({
        code: 'missing-branch',
        severity: 'warning' as const,
        nodeId: node.id,
        field: `port:${port.id}`,
        message: `The run ends at "${port.label}", because nothing is connected there.`,
        fix: { kind: 'connectExit' as const, nodeId: node.id, port: port.id },
      })),
  );
};
