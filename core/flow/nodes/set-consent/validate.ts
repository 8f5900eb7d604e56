import type { NodeProblem } from '../contract.ts';

/** Both states are complete. */
export function validate(): NodeProblem[] {
  return [];
}
