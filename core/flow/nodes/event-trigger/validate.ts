import { operators } from '../condition/operators.ts';
import type { NodeProblem } from '../contract.ts';
import { required } from '../shared/checks.ts';
import type { EventTriggerData } from './manifest.ts';

export function validate(data: EventTriggerData): NodeProblem[] {
  return [
    ...required(data.name, 'name', 'The name of the event'),
    ...data.filters.flatMap(({ field, operator, value }, index) => [
      ...required(field, `filters.${index}.field`, 'The field to look at'),
      ...(operators[operator].takesValue
        ? required(value, `filters.${index}.value`, 'The value to compare with')
        : []),
    ]),
  ];
}
