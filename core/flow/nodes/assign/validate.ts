import type { NodeProblem } from '../contract.ts';
import { textLimit } from '../shared/checks.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import type { AssignData } from './manifest.ts';

export function validate(data: AssignData): NodeProblem[] {
  return textLimit(data.note ?? '', 'note', 'The note', WHATSAPP_LIMITS.text);
}
