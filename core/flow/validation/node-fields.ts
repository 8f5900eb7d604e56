import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';

/** What each node says about its own data: required fields, limits, double titles. */
export const nodeFields: Rule = ({ flow }) =>
  [...flow.nodes.values()].flatMap((node): Problem[] => {
    if (node.type === null || node.isBroken) {
      return [
        {
          code: 'broken-node',
          severity: 'error',
          nodeId: node.id,
          field: null,
          message: 'The data of this step is damaged: delete it and add it again.',
          fix: { kind: 'removeNode', nodeId: node.id },
        },
      ];
    }
    return node.type.validate(node.data).map((problem) => ({ ...problem, nodeId: node.id }));
  });
