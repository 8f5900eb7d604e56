import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import type { AttributeTriggerData } from './manifest.ts';

export function validate(data: AttributeTriggerData): NodeProblem[] {
  const problems = required(data.name, 'name', 'The attribute');
  if (data.from !== undefined && data.to !== undefined && data.from.trim() === data.to.trim()) {
    problems.push(
      problem(
        'dead-rule',
        'to',
        'A change from a value to the same value never happens: choose another one.',
      ),
    );
  }
  return problems;
}
