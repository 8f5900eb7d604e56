import type { NodeProblem } from '../contract.ts';
import { required } from '../shared/checks.ts';
import { timeOfDayProblems } from '../shared/time-fields.ts';
import type { DateTriggerData } from './manifest.ts';

export function validate(data: DateTriggerData): NodeProblem[] {
  return [
    ...required(data.attribute, 'attribute', 'The attribute with the date'),
    ...timeOfDayProblems(data.time, 'time'),
  ];
}
