import type { CompiledFlow, CompiledNode } from '../compile.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';
import { removalFix } from './removal.ts';
import { weightsFix } from './weights-not-100.ts';

/** What each node says about its own data: required fields, limits, double titles. */
export const nodeFields: Rule = ({ flow }) =>
  [...flow.nodes.values()].flatMap((node): Problem[] => {
    if (node.type === null || node.isBroken) return brokenNode(flow, node);
    return node.type.validate(node.data).map((problem) => ({
      ...problem,
      nodeId: node.id,
      ...(problem.code === 'weights-not-100' ? weightsFix(node.id, node.data) : {}),
    }));
  });

/** The schema's own complaints, by field. */
function brokenNode(flow: CompiledFlow, { id, node, type }: CompiledNode): Problem[] {
  if (type === null) {
    return [
      {
        code: 'unknown-type',
        severity: 'error',
        nodeId: id,
        field: null,
        message: `This version has no step of type "${node.type}": delete it.`,
        ...removalFix(flow, id),
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
