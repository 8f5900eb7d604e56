import type { VariableValue } from '../../basics.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import type { SubflowData } from './manifest.ts';

export function advance(data: SubflowData, input: StepInput): StepOutcome {
  switch (input.event.kind) {
    case 'entered':
      return enter(data, input);
    case 'returned': {
      const { outcome, variables } = input.event;
      // A subflow that ends as "exited" did what its author drew; only a failure is one here too.
      return outcome === 'failed'
        ? fault('subflow_failed', 'The flow that this step runs has failed.')
        : { kind: 'leave', port: 'completed', variables: results(data, variables) };
    }
    default:
      return { kind: 'keepWaiting' };
  }
}

function enter(data: SubflowData, input: StepInput): StepOutcome {
  if (data.flowId === '' || data.version === 0) return fault('no_flow', 'The step names no flow to run.');
  const inputs: [string, VariableValue][] = [];
  for (const { name, value } of data.inputs) {
    const rendered = input.renderValue(value);
    if ('problem' in rendered) return { kind: 'fault', fault: rendered.problem };
    const given = typeof rendered.value === 'string' ? rendered.value.trim() : rendered.value;
    if (name !== '' && given !== '') inputs.push([name, given]);
  }
  return { kind: 'enterSubflow', inputs: Object.fromEntries(inputs) };
}

function results(
  data: SubflowData,
  variables: Readonly<Record<string, VariableValue>>,
): Record<string, VariableValue> {
  return Object.fromEntries(
    data.outputs
      .filter(({ variable }) => variable !== '')
      .map(({ name, variable }) => [
        variable,
        Object.hasOwn(variables, name) ? (variables[name] ?? null) : null,
      ]),
  );
}

function fault(code: string, message: string): StepOutcome {
  return { kind: 'fault', fault: { code, message } };
}
