import type { NodeProblem } from '../contract.ts';

/** The reason may stay empty. */
export function validate(): NodeProblem[] {
  return [];
}
