import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import { normaliseText } from '../shared/normalise.ts';
import { manifest } from './manifest.ts';
import type { KeywordTriggerData } from './manifest.ts';

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
  data.keywords.forEach((keyword, index) => {
    const field = `keywords.${index}.text`;
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
