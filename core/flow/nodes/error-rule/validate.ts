import type { NodeProblem } from '../contract.ts';
import { variableNameProblems } from '../shared/checks.ts';
import type { ErrorRuleData } from './manifest.ts';

export function validate({ saveCodeAs = '', saveStepAs = '' }: ErrorRuleData): NodeProblem[] {
  return [
    ...variableNameProblems(saveCodeAs, 'saveCodeAs'),
    ...variableNameProblems(saveStepAs, 'saveStepAs'),
  ];
}
