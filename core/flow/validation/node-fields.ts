import type { CompiledNode } from '../compile.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';

/** What each node says about its own data: required fields, limits, double titles. */
export const nodeFields: Rule = ({ flow }) =>
  [...flow.nodes.values()].flatMap((node): Problem[] => {
    if (node.type === null || node.isBroken) return brokenNode(node);
    return node.type.validate(node.data).map((problem) => ({ ...problem, nodeId: node.id }));
  });

/** The schema's own complaints, by field. */
function brokenNode({ id, node, type }: CompiledNode): Problem[] {
  if (type === null) {
    return [
      {
        code: 'unknown-type',
        severity: 'error',
        nodeId: id,
        field: null,
        message: `This version has no step of type "${node.type}": delete it.`,
        fix: { kind: 'removeNode', nodeId: id },
      },
    ];
  }
  const issues = type.manifest.schema.safeParse(node.data).error?.issues ?? [];
  return issues.map((issue) => ({
    code: 'bad-value',
    severity: 'error',
    nodeId: id,
    field: issue.path.length === 0 ? null : issue.path.join('.'),
    message: issue.message,
  }));
}
