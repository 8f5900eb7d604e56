import type { NodeProblem } from '../contract.ts';
import { countLimit, distinctOptions, fallbackFields, requiredText, textLimit } from '../shared/checks.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import type { SendButtonsData } from './manifest.ts';

export function validate(data: SendButtonsData): NodeProblem[] {
  const options = data.buttons.map((button, index) => ({ ...button, field: `buttons.${index}` }));
  return [
    ...requiredText(data.body, 'body', 'The text', WHATSAPP_LIMITS.interactiveBody),
    ...textLimit(data.header ?? '', 'header', 'The header', WHATSAPP_LIMITS.header),
    ...textLimit(data.footer ?? '', 'footer', 'The footer', WHATSAPP_LIMITS.footer),
    ...countLimit(options.length, 'buttons', 'buttons', WHATSAPP_LIMITS.buttons),
    ...options.flatMap((option) =>
      requiredText(option.title, `${option.field}.title`, 'The button’s title', WHATSAPP_LIMITS.buttonTitle),
    ),
    ...distinctOptions(options, 'buttons'),
    ...fallbackFields(data.fallback),
  ];
}
