import type { NodeProblem } from '../contract.ts';
import { required } from '../shared/checks.ts';
import type { GoalData } from './manifest.ts';

export function validate(data: GoalData): NodeProblem[] {
  return required(data.name, 'name', 'The goal’s name');
}
