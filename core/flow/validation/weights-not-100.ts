import type { NodeId } from '../basics.ts';
import type { JsonValue } from '../calls.ts';
import type { Problem, QuickFix } from '../problem.ts';
import type { Rule } from './contract.ts';
import { usableNodes } from './graph.ts';

const TOTAL = 100;

interface WeightedBranch {
  weight: number;
}

/** The shares of a split must make a whole. A type that checks this itself is left alone. */
export const weightsNot100: Rule = ({ flow }) =>
  usableNodes(flow).flatMap((node): Problem[] => {
    const branches = weightedBranches(node.data);
    if (branches.length === 0) return [];
    const total = branches.reduce((sum, { weight }) => sum + weight, 0);
    if (Math.abs(total - TOTAL) < 1e-6) return [];
    if (node.type.validate(node.data).some(({ code }) => code === 'weights-not-100')) return [];
    return [
      {
        code: 'weights-not-100',
        severity: 'error',
        nodeId: node.id,
        field: 'branches',
        message: `The shares add up to ${Number(total.toFixed(2))} %, not to 100 %: change them.`,
        ...weightsFix(node.id, node.data),
      },
    ];
  });

/** The repair of `weights-not-100`, whoever reports it. */
export function weightsFix(nodeId: NodeId, data: unknown): { fix?: QuickFix } {
  const branches = weightedBranches(data);
  if (branches.length === 0) return {};
  const value = evenedOut(branches) as unknown as JsonValue;
  return { fix: { kind: 'setField', nodeId, field: 'branches', value, label: 'Make it 100 %' } };
}

function weightedBranches(data: unknown): WeightedBranch[] {
  if (typeof data !== 'object' || data === null || !('branches' in data)) return [];
  const { branches } = data;
  return Array.isArray(branches) && branches.every(isWeighted) ? branches : [];
}

function isWeighted(branch: unknown): branch is WeightedBranch {
  return (
    typeof branch === 'object' && branch !== null && 'weight' in branch && typeof branch.weight === 'number'
  );
}

/** Whole shares in the same proportion; what rounding leaves goes to the first ones. */
export function evenedOut<Branch extends WeightedBranch>(branches: readonly Branch[]): Branch[] {
  const total = branches.reduce((sum, { weight }) => sum + Math.max(0, weight), 0);
  const share = ({ weight }: Branch) =>
    total === 0 ? TOTAL / branches.length : (Math.max(0, weight) * TOTAL) / total;
  let rest = TOTAL - branches.reduce((sum, branch) => sum + Math.floor(share(branch)), 0);
  return branches.map((branch) => {
    const extra = rest > 0 ? 1 : 0;
    rest -= extra;
    return { ...branch, weight: Math.floor(share(branch)) + extra };
  });
}
