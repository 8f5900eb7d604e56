import type { NodeProblem } from '../contract.ts';
import { problem, required, requiredText, textLimit, variableNameProblems } from '../shared/checks.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import { patternProblem } from '../shared/pattern.ts';
import { choiceProblems } from './validate-choice.ts';
import { questionLimit } from './manifest.ts';
import type { AskData, AskValidation } from './manifest.ts';

export function validate(data: AskData): NodeProblem[] {
  const maxLength = questionLimit(data.validation);
  return [
    ...requiredText(data.text, 'text', 'The question', maxLength),
    ...textLimit(data.retryText, 'retryText', 'The text for a wrong answer', maxLength),
    ...required(data.saveAs, 'saveAs', 'The name under which the answer is saved'),
    ...variableNameProblems(data.saveAs, 'saveAs'),
    ...validationProblems(data.validation),
    ...fallbackFields(data.fallback),
  ];
}

function validationProblems(validation: AskValidation): NodeProblem[] {
  switch (validation.kind) {
    case 'choice':
    case 'choices':
      return choiceProblems(validation);
    case 'text':
      return ordered(validation.minLength, validation.maxLength, 'validation.maxLength');
    case 'number':
      return ordered(validation.min, validation.max, 'validation.max');
    case 'date':
      return ordered(validation.earliest, validation.latest, 'validation.latest');
    case 'regex':
      return patternProblems(validation.pattern);
    case 'email':
    case 'phone':
    case 'media':
    case 'location':
      return [];
  }
}

function patternProblems(pattern: string): NodeProblem[] {
  const field = 'validation.pattern';
  const reason = patternProblem(pattern);
  if (reason !== null) return [problem('bad-pattern', field, reason)];
  return required(pattern, field, 'The pattern');
}

function ordered<Bound extends number | string>(
  low: Bound | undefined,
  high: Bound | undefined,
  field: string,
): NodeProblem[] {
  if (low === undefined || high === undefined || low <= high) return [];
  return [problem('empty-range', field, `No answer fits between ${low} and ${high}.`)];
}
