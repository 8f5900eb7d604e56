import type { NodeProblem } from '../contract.ts';
import { problem } from '../shared/checks.ts';
import type { SplitData } from './manifest.ts';

export function validate(data: SplitData): NodeProblem[] {
  const problems: NodeProblem[] = [];
  if (data.branches.length < 2) {
    problems.push(problem('required-field', 'branches', 'A split needs at least two branches.'));
  }
  const ids = new Set<string>();
  data.branches.forEach(({ id }, index) => {
    if (ids.has(id)) {
      const message = `Two branches have the id "${id}": ids must differ.`;
      problems.push(problem('duplicate-option-id', `branches.${index}.id`, message));
    }
    ids.add(id);
  });
  const total = data.branches.reduce((sum, branch) => sum + branch.weight, 0);
  if (data.branches.length > 0 && total !== 100) {
    problems.push(
      problem('weights-not-100', 'branches', `The shares total ${total} %; they must total 100 %.`),
    );
  }
  return problems;
}
