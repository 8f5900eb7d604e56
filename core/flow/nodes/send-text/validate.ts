import type { NodeProblem } from '../contract.ts';
import { requiredText } from '../shared/checks.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import type { SendTextData } from './manifest.ts';

export function validate(data: SendTextData): NodeProblem[] {
  return [
    ...requiredText(data.text, 'text', 'The text', WHATSAPP_LIMITS.text),
    ...fallbackFields(data.fallback),
  ];
}
