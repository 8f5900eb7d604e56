import type { NodeProblem } from '../contract.ts';
import { problem, required, variableNameProblems } from '../shared/checks.ts';
import type { SubflowData } from './manifest.ts';

/** Whether the flow and its version exist is a matter of the whole document. */
export function validate(data: SubflowData): NodeProblem[] {
  const seen = new Set<string>();
  return [
    ...required(data.flowId, 'flowId', 'The flow to run'),
    ...(data.flowId !== '' && data.version === 0
      ? [problem('required-field', 'version', 'Choose one of the flow’s published versions.')]
      : []),
    ...data.inputs.flatMap(({ name }, index) => {
      const field = `inputs.${index}.name`;
      const isTwice = name !== '' && seen.has(name);
      seen.add(name);
      return [
        ...required(name, field, 'The input’s name'),
        ...variableNameProblems(name, field),
        ...(isTwice ? [problem('duplicate-name', field, `The input "${name}" is given twice.`)] : []),
      ];
    }),
    ...data.outputs.flatMap(({ name, variable }, index) => [
      ...required(name, `outputs.${index}.name`, 'The output’s name'),
      ...required(variable, `outputs.${index}.variable`, 'The variable'),
      ...variableNameProblems(variable, `outputs.${index}.variable`),
    ]),
  ];
}
