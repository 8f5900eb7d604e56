/** Checks that the `validate` of several node types share. */
import { MAX_TEMPLATE_LENGTH } from './limits.ts';
import type { NodeProblem } from '../contract.ts';
import { isVariableName } from './fields.ts';
import { normaliseText } from './normalise.ts';
import { isDynamic } from './render.ts';

export function required(value: string, field: string, what: string): NodeProblem[] {
  if (value.trim() !== '') return [];
  return [problem('required-field', field, `${what} is missing.`)];
}

/** A Liquid text may be longer than its result, so of one with placeholders only the words around them are sure to be sent. */
export function textLimit(text: string, field: string, what: string, maxLength: number): NodeProblem[] {
  const fixed = fixedLength(text);
  if (fixed > maxLength) return [overLimit(field, what, fixed, maxLength)];
  return text.length > MAX_TEMPLATE_LENGTH ? [overLimit(field, what, text.length, MAX_TEMPLATE_LENGTH)] : [];
}

/** Characters that every result has. Liquid may drop the blanks, and an `if` everything. */
function fixedLength(text: string): number {
  if (!isDynamic(text)) return text.length;
  return text.includes('{%') ? 0 : text.replace(/\{\{.*?\}\}|\s/gsu, '').length;
}

function overLimit(field: string, what: string, length: number, limit: number): NodeProblem {
  return problem(
    'over-limit-text',
    field,
    `${what} has ${length} characters; at most ${limit} are possible.`,
  );
}

export function requiredText(text: string, field: string, what: string, maxLength: number): NodeProblem[] {
  return [...required(text, field, what), ...textLimit(text, field, what, maxLength)];
}

export function countLimit(count: number, field: string, what: string, max: number): NodeProblem[] {
  if (count === 0) return [problem('required-field', field, `Add at least one of the ${what}.`)];
  if (count > max)
    return [problem('over-limit-count', field, `There are ${count} ${what}; WhatsApp shows at most ${max}.`)];
  return [];
}

/** Titles that a typed answer couldn't tell apart, and ids that two options share. */
export function distinctOptions(
  options: readonly { id: string; title: string; field: string }[],
  what: string,
): NodeProblem[] {
  const problems: NodeProblem[] = [];
  const titles = new Set<string>();
  const ids = new Set<string>();
  for (const option of options) {
    const title = isDynamic(option.title) ? option.title.trim() : normaliseText(option.title);
    if (title !== '' && titles.has(title)) {
      problems.push(
        problem(
          'duplicate-button-title',
          `${option.field}.title`,
          `Two ${what} are called "${option.title}": give each its own title.`,
        ),
      );
    }
    if (ids.has(option.id)) {
      problems.push(
        problem(
          'duplicate-option-id',
          `${option.field}.id`,
          `Two ${what} have the id "${option.id}": ids must differ.`,
        ),
      );
    }
    titles.add(title);
    ids.add(option.id);
  }
  return problems;
}

export function variableNameProblems(name: string, field: string): NodeProblem[] {
  if (name === '' || isVariableName(name)) return [];
  return [
    problem(
      'bad-name',
      field,
      `"${name}" can't be used in texts: take letters, digits and _, and none of Liquid's own words.`,
    ),
  ];
}

export function problem(
  code: string,
  field: string | null,
  message: string,
  severity: 'error' | 'warning' = 'error',
): NodeProblem {
  return { code, severity, field, message };
}
