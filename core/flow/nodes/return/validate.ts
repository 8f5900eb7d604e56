import type { NodeProblem } from '../contract.ts';

/** There is nothing to fill in. */
export function validate(): NodeProblem[] {
  return [];
}
