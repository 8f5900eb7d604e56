import type { NodeProblem } from '../contract.ts';

/** Every state is complete. */
export function validate(): NodeProblem[] {
  return [];
}
