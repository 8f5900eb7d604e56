import { readAttribute } from '../../../people/attributes.ts';
import { FAILED_PORT } from '../contract.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { parseValue } from '../shared/values.ts';
import type { SetAttributeData } from './manifest.ts';

/**
 * A defined attribute takes what its definition reads; what it can't read is not written and stops nobody, because the type was given
 * outside of the flow. The type that the step itself names is the author's, and a value of another one is a failure.
 */
export function advance(data: SetAttributeData, input: StepInput): StepOutcome {
  const name = data.name.trim();
  if (name === '') return fault('missing_attribute', 'The step names no attribute.');
  const rendered = input.render(data.value);
  if ('problem' in rendered) return { kind: 'fault', fault: rendered.problem };
  const rule = input.attributeRule(name);
  const value = rule ? readAttribute(rule, rendered.text) : parseValue(rendered.text, data.valueType);
  if (value !== undefined)
    return { kind: 'leave', port: 'next', commands: [{ kind: 'setAttribute', name, value }] };
  if (rule === null) return fault('bad_value', `The value for ${name} is no ${data.valueType}.`);
  const port = input.hasEdge(FAILED_PORT) ? FAILED_PORT : 'next';
  return { kind: 'leave', port, problem: 'attribute_value_refused' };
}

function fault(code: string, message: string): StepOutcome {
  return { kind: 'fault', fault: { code, message } };
}
