import type { NodeProblem } from '../contract.ts';
import { countLimit, distinctOptions, requiredText } from '../shared/checks.ts';
import { frameProblems } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import type { SendButtonsData } from './manifest.ts';

export function validate(data: SendButtonsData): NodeProblem[] {
  const options = data.buttons.map((button, index) => ({ ...button, field: `buttons.${index}` }));
  return [
    ...frameProblems(data),
    ...countLimit(options.length, 'buttons', 'buttons', WHATSAPP_LIMITS.buttons),
    ...options.flatMap((option) =>
      requiredText(option.title, `${option.field}.title`, 'The button’s title', WHATSAPP_LIMITS.buttonTitle),
    ),
    ...distinctOptions(options, 'buttons'),
    ...fallbackFields(data.fallback),
  ];
}
