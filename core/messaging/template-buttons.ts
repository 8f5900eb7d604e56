/** What Meta asks of a template's buttons. */
import {
  check,
  ONLY_AUTHENTICATION,
  templateLimits,
  tooLong,
  type TemplateCategory,
  type TemplateProblem,
} from './template-limits.ts';
import { placeholdersOf } from './template-parts.ts';

export type TemplateButtonDefinition =
  | { type: 'QUICK_REPLY'; text: string }
  | { type: 'URL'; text: string; url: string; example?: string[] }
  | { type: 'PHONE_NUMBER'; text: string; phone_number: string }
  | { type: 'COPY_CODE'; example: string }
  | { type: 'OTP'; otp_type: 'COPY_CODE'; text?: string };

export function buttonProblems(
  buttons: readonly TemplateButtonDefinition[],
  category: TemplateCategory,
): TemplateProblem[] {
  const count = (type: TemplateButtonDefinition['type']) => buttons.filter((one) => one.type === type).length;
  const most = (type: TemplateButtonDefinition['type'], max: number, what: string) =>
    check('buttons', count(type) > max, `At most ${max === 1 ? 'one' : max} of the buttons ${what}.`);
  const kinds = buttons.map(({ type }) => type === 'QUICK_REPLY');
  const changes = kinds.filter((isQuick, at) => at > 0 && isQuick !== kinds[at - 1]).length;
  const titles = buttons.map((one) => ('text' in one ? (one.text ?? '').trim().toLowerCase() : ''));
  return [
    ...check(
      'buttons',
      buttons.length > templateLimits.buttons,
      `At most ${templateLimits.buttons} buttons.`,
    ),
    ...most('URL', templateLimits.urlButtons, 'open addresses'),
    ...most('PHONE_NUMBER', templateLimits.phoneButtons, 'calls'),
    ...most('COPY_CODE', templateLimits.codeButtons, 'copies a code'),
    ...check('buttons', changes > 1, 'Keep the quick replies together, before or after the other buttons.'),
    ...buttons.flatMap((button, at) => [
      ...oneButton(button, `buttons.${at}`),
      ...check(
        `buttons.${at}`,
        (button.type === 'OTP') !== (category === 'AUTHENTICATION'),
        button.type === 'OTP' ? ONLY_AUTHENTICATION : 'Authentication templates only copy their code.',
      ),
      ...check(
        `buttons.${at}`,
        titles[at] !== '' && titles.indexOf(titles[at]!) < at,
        'Another button says the same.',
      ),
    ]),
  ];
}

function oneButton(button: TemplateButtonDefinition, part: string): TemplateProblem[] {
  const label = (text: string) => [
    ...check(part, text.trim() === '', 'Write what the button says.'),
    ...check(part, text.length > templateLimits.buttonText, tooLong(text, templateLimits.buttonText)),
    ...check(part, placeholdersOf(text).length > 0, 'What a button says has no variables.'),
  ];
  switch (button.type) {
    case 'QUICK_REPLY':
      return label(button.text);
    case 'URL':
      return [...label(button.text), ...urlProblems(button, part)];
    case 'PHONE_NUMBER':
      return [
        ...label(button.text),
        ...check(part, !/^\+?\d{5,19}$/.test(button.phone_number), 'Give the number with its country code.'),
      ];
    case 'COPY_CODE':
      return [
        ...check(part, button.example.trim() === '', 'Give an example of the code.'),
        ...check(
          part,
          button.example.length > templateLimits.code,
          tooLong(button.example, templateLimits.code),
        ),
      ];
    case 'OTP':
      return button.text === undefined ? [] : label(button.text);
  }
}

function urlProblems(
  { url, example = [] }: Extract<TemplateButtonDefinition, { type: 'URL' }>,
  part: string,
): TemplateProblem[] {
  const found = placeholdersOf(url);
  const start = url.split('{{')[0] ?? '';
  return [
    ...check(part, !/^https?:\/\/[^\s/]+\.[^\s]+$/u.test(start), 'Give a whole address, with https://.'),
    ...check(part, url.length > templateLimits.url, tooLong(url, templateLimits.url)),
    ...check(
      part,
      found.length > 0 && !/^[^{}]*\{\{1\}\}$/u.test(url),
      'An address has one variable, {{1}}, at its end.',
    ),
    ...check(
      part,
      found.length > 0 && (example[0] ?? '').trim() === '',
      'Give an example of the whole address.',
    ),
  ];
}
