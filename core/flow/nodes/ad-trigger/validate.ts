import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import type { AdTriggerData } from './manifest.ts';

export function validate(data: AdTriggerData): NodeProblem[] {
  if (data.which === 'any') return [];
  if (data.sourceIds.length === 0)
    return [problem('required-field', 'sourceIds', 'Add the id of at least one ad, or take any ad.')];
  return data.sourceIds.flatMap((id, index) => required(id, `sourceIds.${index}`, 'The id of the ad'));
}
