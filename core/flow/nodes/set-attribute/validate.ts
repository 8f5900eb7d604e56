import type { NodeProblem } from '../contract.ts';
import { problem, required } from '../shared/checks.ts';
import { parseValue } from '../shared/values.ts';
import type { SetAttributeData } from './manifest.ts';

const NAME_PATTERN = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function validate(data: SetAttributeData): NodeProblem[] {
  const problems = required(data.name, 'name', 'The attribute’s name');
  if (data.name.trim() !== '' && !NAME_PATTERN.test(data.name.trim())) {
    problems.push(
      problem(
        'bad-name',
        'name',
        'An attribute’s name has letters, digits and _ only, so that texts can use it.',
      ),
    );
  }
  const isFixed = !data.value.includes('{{') && !data.value.includes('{%');
  if (isFixed && parseValue(data.value, data.valueType) === undefined) {
    problems.push(problem('bad-value', 'value', `"${data.value}" is no ${data.valueType}.`));
  }
  return problems;
}
