import type { NodeProblem } from '../contract.ts';
import { problem, required, variableNameProblems } from '../shared/checks.ts';
import { isDynamic } from '../shared/render.ts';
import { parseValue } from '../shared/values.ts';
import { typeOf } from './manifest.ts';
import type { SetVariableData } from './manifest.ts';

export function validate(data: SetVariableData): NodeProblem[] {
  const problems = [
    ...required(data.name, 'name', 'The variable’s name'),
    ...variableNameProblems(data.name, 'name'),
    ...(data.mode === 'add' ? required(data.value, 'value', 'What is added') : []),
  ];
  if (!isDynamic(data.value) && parseValue(data.value, typeOf(data)) === undefined) {
    problems.push(problem('bad-value', 'value', `"${data.value}" is no ${typeOf(data)}.`));
  }
  return problems;
}
