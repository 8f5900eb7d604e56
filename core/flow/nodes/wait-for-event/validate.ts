import type { NodeProblem } from '../contract.ts';
import { required, variableNameProblems } from '../shared/checks.ts';
import type { NamedEvent, WaitForEventData } from './manifest.ts';

const WHAT: Record<NamedEvent['kind'], string> = {
  api_event: 'The event’s name',
  tag_added: 'The tag',
  tag_removed: 'The tag',
  attribute_changed: 'The attribute’s name',
  segment_entered: 'The segment',
};

export function validate({ event, saves }: WaitForEventData): NodeProblem[] {
  return [
    ...('name' in event ? required(event.name, 'event.name', WHAT[event.kind]) : []),
    ...saves.flatMap(({ field, variable }, index) => [
      ...required(field, `saves.${index}.field`, 'The event’s field'),
      ...required(variable, `saves.${index}.variable`, 'The variable'),
      ...variableNameProblems(variable, `saves.${index}.variable`),
    ]),
  ];
}
