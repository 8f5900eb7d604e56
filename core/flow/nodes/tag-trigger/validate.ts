import type { NodeProblem } from '../contract.ts';
import { required } from '../shared/checks.ts';
import type { TagTriggerData } from './manifest.ts';

export function validate(data: TagTriggerData): NodeProblem[] {
  return required(data.tag, 'tag', 'The tag');
}
