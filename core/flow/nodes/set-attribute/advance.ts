import type { StepInput, StepOutcome } from '../contract.ts';
import { parseValue } from '../shared/values.ts';
import type { SetAttributeData } from './manifest.ts';

export function advance(data: SetAttributeData, input: StepInput): StepOutcome {
  const name = data.name.trim();
  if (name === '') return fault('missing_attribute', 'The step names no attribute.');
  const rendered = input.render(data.value);
  if ('problem' in rendered) return { kind: 'fault', fault: rendered.problem };
  const value = parseValue(rendered.text, data.valueType);
  if (value === undefined) return fault('bad_value', `The value for ${name} is no ${data.valueType}.`);
  return { kind: 'leave', port: 'next', commands: [{ kind: 'setAttribute', name, value }] };
}

function fault(code: string, message: string): StepOutcome {
  return { kind: 'fault', fault: { code, message } };
}
