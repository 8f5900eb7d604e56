import type { NodeProblem } from '../contract.ts';
import { required } from '../shared/checks.ts';
import type { JumpData } from './manifest.ts';

/** Whether the step exists is a matter of the whole document. */
export function validate(data: JumpData): NodeProblem[] {
  return required(data.target, 'target', 'The step to jump to');
}
