import type { NodeProblem } from '../contract.ts';

/** Every document that the schema takes is complete: time-out and variable are both optional. */
export function validate(): NodeProblem[] {
  return [];
}
