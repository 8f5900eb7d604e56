/** What a step hands to another flow, as the values that the other flow declares. */
import type { VariableType, VariableValue } from '../../basics.ts';
import type { StepFault } from '../contract.ts';
import { isScalar } from '../../lists.ts';
import { parseValue, valueAs } from '../shared/values.ts';

export type ReadInputs = { values: Record<string, VariableValue> } | { problem: StepFault };

/**
 * Steps hand over texts; a condition or a calculation of the other flow needs the number or the day in them. What the
 * other flow doesn't declare stays a text.
 *
 * @param declared the variables of the other flow
 */
export function readInputs(
  inputs: Readonly<Record<string, VariableValue>>,
  declared: Readonly<Record<string, { type: VariableType }>>,
): ReadInputs {
  const values: [string, VariableValue][] = [];
  for (const [name, given] of Object.entries(inputs)) {
    const type = Object.hasOwn(declared, name) ? declared[name]?.type : undefined;
    const value = readAs(given, type);
    if (value === undefined) {
      // Without the value: traces and their readers get no personal data.
      const message = `The value for the input "${name}" can’t be read as ${type}.`;
      return { problem: { code: 'subflow_input_refused', message } };
    }
    values.push([name, value]);
  }
  return { values: Object.fromEntries(values) };
}

function readAs(given: VariableValue, type: VariableType | undefined): VariableValue | undefined {
  if (type === undefined) return given;
  if (!isScalar(given)) return valueAs(given, type);
  return typeof given === 'string' ? parseValue(given, type) : given;
}
