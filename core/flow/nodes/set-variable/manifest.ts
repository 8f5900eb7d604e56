import { z } from 'zod';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest } from '../contract.ts';
import { label, liquidText, variableName } from '../shared/fields.ts';
import { excerpt } from '../shared/summary.ts';
import { text } from '../shared/uses.ts';

const schema = z.strictObject({
  label,
  name: variableName,
  /** `add` adds the value to the number that the variable has; nothing counts as 0. */
  mode: z.enum(['set', 'add']),
  /** What the value is read as; of no matter with `add`, which takes numbers. */
  valueType: z.enum(['text', 'number', 'boolean', 'date', 'list', 'item']),
  /**
   * A Liquid text; with `set`, an empty result empties the variable. A single placeholder, `{{ products | first }}`, hands a list or a row
   * on as it is.
   */
  value: liquidText,
});

export type SetVariableData = z.infer<typeof schema>;

/** The type of what the step reads and saves. */
export function typeOf({ mode, valueType }: SetVariableData): SetVariableData['valueType'] {
  return mode === 'add' ? 'number' : valueType;
}

export const manifest: NodeManifest<'set-variable', SetVariableData> = {
  type: 'set-variable',
  typeVersion: 1,
  family: 'data',
  title: 'Set variable',
  docs: 'Sets a variable of this flow to a value, or adds to its number: a counter, a sum, a choice to remember. The contact stays as it is.',
  schema,
  defaults: () => ({ name: '', mode: 'set', valueType: 'text', value: '' }),
  ports: () => [
    { id: 'next', label: 'Then' },
    { id: FAILED_PORT, label: 'Failed', optional: true },
  ],
  summary: ({ name, mode, value }) => {
    if (name === '') return 'No variable yet';
    const words = excerpt(value, 'nothing');
    return mode === 'add' ? `Adds ${words} to ${name}` : `Sets ${name} to ${words}`;
  },
  limits: { name: 64 },
  clock: () => ({ kind: 'instant' }),
  texts: (data) => text('value', data.value),
  writes: (data) =>
    data.name === ''
      ? []
      : [
          {
            field: 'name',
            name: data.name,
            type: typeOf(data),
            ports: data.value.trim() === '' ? [] : ['next'],
          },
        ],
};
