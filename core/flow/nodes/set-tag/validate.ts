import type { NodeProblem } from '../contract.ts';
import { required } from '../shared/checks.ts';
import type { SetTagData } from './manifest.ts';

export function validate(data: SetTagData): NodeProblem[] {
  return required(data.tag, 'tag', 'The tag');
}
