import type { NodeProblem } from '../contract.ts';
import { problem } from '../shared/checks.ts';
import type { AnswerRuleData } from './manifest.ts';

export function validate({ kinds }: AnswerRuleData): NodeProblem[] {
  return kinds.length === 0
    ? [problem('required-field', 'kinds', 'Choose at least one kind of message.')]
    : [];
}
