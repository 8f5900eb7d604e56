import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import { normaliseText } from '../shared/normalise.ts';
import { patternProblem } from '../shared/pattern.ts';
import { keywordLimits } from './manifest.ts';
import type { Keyword, KeywordTriggerData } from './manifest.ts';
import { patternOf } from './trigger.ts';

export function validate({ keywords }: KeywordTriggerData): NodeProblem[] {
  return keywordProblems(keywords, 'trigger');
}

/** @param owner what has the keywords, in a word */
export function keywordProblems(keywords: readonly Keyword[], owner: 'trigger' | 'rule'): NodeProblem[] {
  const problems: NodeProblem[] = [];
  if (keywords.length === 0)
    problems.push(problem('required-field', 'keywords', 'Add at least one keyword.'));
  if (keywords.length > keywordLimits.keywords) {
    problems.push(
      problem('over-limit-count', 'keywords', `At most ${keywordLimits.keywords} keywords fit one ${owner}.`),
    );
  }
  if (keywords.filter(({ match }) => match === 'regex').length > keywordLimits.patterns) {
    problems.push(
      problem(
        'over-limit-count',
        'keywords',
        `At most ${keywordLimits.patterns} patterns fit one ${owner}: use words, or join patterns with |.`,
      ),
    );
  }
  keywords.forEach((keyword, index) => {
    const field = `keywords.${index}.text`;
    if (keyword.match === 'regex') {
      problems.push(...patternProblems(keyword.text, field));
      return;
    }
    problems.push(...required(keyword.text, field, 'The keyword'));
    if (keyword.text.length > keywordLimits.keywordText) {
      problems.push(
        problem('over-limit-text', field, `A keyword has at most ${keywordLimits.keywordText} characters.`),
      );
    }
    if (keyword.text.trim() !== '' && normaliseText(keyword.text) === '') {
      problems.push(
        problem('required-field', field, `"${keyword.text}" is punctuation only and would never match.`),
      );
    }
  });
  return problems;
}

function patternProblems(text: string, field: string): NodeProblem[] {
  const limit = keywordLimits.pattern;
  if (text.trim() === '') return required(text, field, 'The pattern');
  if (text.length > limit)
    return [problem('over-limit-text', field, `A pattern has at most ${limit} characters.`)];
  const reason = patternProblem(patternOf(text));
  return reason === null ? [] : [problem('bad-pattern', field, reason)];
}
