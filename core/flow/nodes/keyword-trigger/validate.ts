import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import { normaliseText } from '../shared/normalise.ts';
import { patternProblem } from '../shared/pattern.ts';
import { manifest } from './manifest.ts';
import type { KeywordTriggerData } from './manifest.ts';
import { patternOf } from './trigger.ts';

export function validate(data: KeywordTriggerData): NodeProblem[] {
  const problems: NodeProblem[] = [];
  if (data.keywords.length === 0)
    problems.push(problem('required-field', 'keywords', 'Add at least one keyword.'));
  if (data.keywords.length > (manifest.limits['keywords'] ?? 0)) {
    problems.push(
      problem(
        'over-limit-count',
        'keywords',
        `At most ${manifest.limits['keywords']} keywords fit one trigger.`,
      ),
    );
  }
  if (data.keywords.filter(({ match }) => match === 'regex').length > (manifest.limits['patterns'] ?? 0)) {
    problems.push(
      problem(
        'over-limit-count',
        'keywords',
        `At most ${manifest.limits['patterns']} patterns fit one trigger: use words, or join patterns with |.`,
      ),
    );
  }
  data.keywords.forEach((keyword, index) => {
    const field = `keywords.${index}.text`;
    if (keyword.match === 'regex') {
      problems.push(...patternProblems(keyword.text, field));
      return;
    }
    problems.push(...required(keyword.text, field, 'The keyword'));
    if (keyword.text.length > (manifest.limits['keywordText'] ?? 0)) {
      problems.push(
        problem(
          'over-limit-text',
          field,
          `A keyword has at most ${manifest.limits['keywordText']} characters.`,
        ),
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
  const limit = manifest.limits['pattern'] ?? 0;
  if (text.trim() === '') return required(text, field, 'The pattern');
  if (text.length > limit)
    return [problem('over-limit-text', field, `A pattern has at most ${limit} characters.`)];
  const reason = patternProblem(patternOf(text));
  return reason === null ? [] : [problem('bad-pattern', field, reason)];
}
