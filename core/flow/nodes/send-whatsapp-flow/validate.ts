import type { NodeProblem } from '../contract.ts';
import { problem, required, requiredText, variableNameProblems } from '../shared/checks.ts';
import { frameProblems } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import type { SendWhatsappFlowData } from './manifest.ts';

export function validate(data: SendWhatsappFlowData): NodeProblem[] {
  return [
    ...frameProblems(data),
    ...requiredText(data.button, 'button', 'The button’s label', WHATSAPP_LIMITS.flowLabel),
    ...required(data.flowId, 'flowId', 'The id of the WhatsApp Flow'),
    ...(data.mode === 'draft'
      ? [
          problem(
            'draft-flow',
            'mode',
            'A draft opens only for people who test it: publish it at Meta first.',
            'warning',
          ),
        ]
      : []),
    ...(data.action === 'navigate'
      ? [...required(data.screen, 'screen', 'The first screen'), ...screenValueProblems(data)]
      : []),
    ...data.saves.flatMap(({ field, saveAs }, index) => [
      ...required(field, `saves.${index}.field`, 'The name of the form’s field'),
      ...required(saveAs, `saves.${index}.saveAs`, 'The name under which the answer is saved'),
      ...variableNameProblems(saveAs, `saves.${index}.saveAs`),
    ]),
    ...duplicates(
      data.saves.map((one) => one.saveAs),
      (index) => `saves.${index}.saveAs`,
    ),
    ...fallbackFields(data.fallback),
  ];
}

function screenValueProblems(data: SendWhatsappFlowData): NodeProblem[] {
  return [
    ...data.data.flatMap(({ name, value, type }, index) => {
      const field = `data.${index}.value`;
      const missing = required(name, `data.${index}.name`, 'The name of the value');
      const isDynamic = value.includes('{{') || value.includes('{%');
      if (type !== 'json' || isDynamic || isJson(value)) return missing;
      return [...missing, problem('bad-json', field, 'This is no JSON.')];
    }),
    ...duplicates(
      data.data.map((one) => one.name),
      (index) => `data.${index}.name`,
    ),
  ];
}

function duplicates(names: readonly string[], fieldOf: (index: number) => string): NodeProblem[] {
  return names.flatMap((name, index) =>
    name !== '' && names.indexOf(name) < index
      ? [problem('duplicate-name', fieldOf(index), `"${name}" is used twice.`)]
      : [],
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
