import type { NodeProblem } from '../contract.ts';
import { requiredText } from '../shared/checks.ts';
import { addressProblems } from '../shared/files.ts';
import { frameProblems } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import type { SendCtaData } from './manifest.ts';

export function validate(data: SendCtaData): NodeProblem[] {
  return [
    ...frameProblems(data),
    ...requiredText(data.button, 'button', 'The button’s label', WHATSAPP_LIMITS.ctaLabel),
    ...addressProblems(data.url, 'url', 'The address'),
    ...fallbackFields(data.fallback),
  ];
}
