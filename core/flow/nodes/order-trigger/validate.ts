import type { NodeProblem } from '../contract.ts';

export function validate(): NodeProblem[] {
  return [];
}
