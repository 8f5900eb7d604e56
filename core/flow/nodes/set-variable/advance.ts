import type { VariableValue } from '../../basics.ts';
import { wordsOfValue } from '../../lists.ts';
import type { StepInput, StepOutcome } from '../contract.ts';
import { isVariableName } from '../shared/fields.ts';
import { parseNumber, valueAs } from '../shared/values.ts';
import type { SetVariableData } from './manifest.ts';

export function advance(data: SetVariableData, input: StepInput): StepOutcome {
  const { name } = data;
  if (!isVariableName(name))
    return fault('missing_variable', 'The step names no variable that texts can read.');
  const rendered = input.renderValue(data.value);
  if ('problem' in rendered) return { kind: 'fault', fault: rendered.problem };
  return data.mode === 'add' ? add(name, wordsOfValue(rendered.value), input) : set(data, rendered.value);
}

function set({ name, valueType }: SetVariableData, given: VariableValue): StepOutcome {
  const value = valueAs(given, valueType);
  if (value === undefined) return fault('bad_value', `The value for ${name} is no ${valueType}.`);
  return { kind: 'leave', port: 'next', variables: { [name]: value } };
}

function add(name: string, text: string, { variables }: StepInput): StepOutcome {
  const amount = parseNumber(text);
  if (amount === null) return fault('bad_value', `What is added to ${name} is no number.`);
  const before = numberIn(Object.hasOwn(variables, name) ? (variables[name] ?? null) : null);
  if (before === null) return fault('not_a_number', `${name} has a value that is no number.`);
  // Without the dust that binary fractions leave: 0.1 and 0.2 are 0.3.
  const sum = Number((before + amount).toPrecision(15));
  return { kind: 'leave', port: 'next', variables: { [name]: sum } };
}

function numberIn(value: VariableValue): number | null {
  if (value === null || value === '') return 0;
  if (typeof value === 'string') return parseNumber(value);
  return typeof value === 'number' ? value : null;
}

function fault(code: string, message: string): StepOutcome {
  return { kind: 'fault', fault: { code, message } };
}
