import type { NodeProblem } from '../contract.ts';
import { variableNameProblems } from '../shared/checks.ts';
import type { WaitForReplyData } from './manifest.ts';

export function validate(data: WaitForReplyData): NodeProblem[] {
  return variableNameProblems(data.saveAs ?? '', 'saveAs');
}
