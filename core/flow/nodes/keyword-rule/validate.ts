import type { NodeProblem } from '../contract.ts';
import { keywordProblems } from '../keyword-trigger/validate.ts';
import type { KeywordRuleData } from './manifest.ts';

export function validate({ keywords }: KeywordRuleData): NodeProblem[] {
  return keywordProblems(keywords, 'rule');
}
