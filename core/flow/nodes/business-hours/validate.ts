import type { NodeProblem } from '../contract.ts';
import { businessHoursProblems } from '../shared/time-fields.ts';
import type { BusinessHoursData } from './manifest.ts';

export function validate(data: BusinessHoursData): NodeProblem[] {
  return data.hours === undefined ? [] : businessHoursProblems(data.hours, 'hours');
}
