import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import type { ButtonTriggerData } from './manifest.ts';

export function validate(data: ButtonTriggerData): NodeProblem[] {
  if (data.buttons.length === 0) return [problem('required-field', 'buttons', 'Add at least one button.')];
  return data.buttons.flatMap(({ text }, index) =>
    required(text, `buttons.${index}.text`, 'The payload or title of the button'),
  );
}
