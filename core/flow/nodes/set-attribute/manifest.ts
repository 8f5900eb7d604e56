import { z } from 'zod';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest } from '../contract.ts';
import { label, liquidText } from '../shared/fields.ts';
import { excerpt } from '../shared/summary.ts';
import { text } from '../shared/uses.ts';

const schema = z.strictObject({
  label,
  name: z.string().max(64),
  /** Of an attribute without a definition; a defined one has its own type. */
  valueType: z.enum(['text', 'number', 'boolean', 'date']),
  /** A Liquid text; an empty result clears the attribute. */
  value: liquidText,
});

export type SetAttributeData = z.infer<typeof schema>;

export const manifest: NodeManifest<'set-attribute', SetAttributeData> = {
  type: 'set-attribute',
  typeVersion: 1,
  family: 'data',
  title: 'Set attribute',
  docs: 'Writes a value to the contact: fixed, or from an answer like {{ answers.day }}. An empty value clears the attribute. What can’t be read as the type that an attribute is defined with is not written.',
  schema,
  defaults: () => ({ name: '', valueType: 'text', value: '' }),
  ports: () => [
    { id: 'next', label: 'Then' },
    { id: FAILED_PORT, label: 'Failed', optional: true },
  ],
  summary: (data) =>
    data.name.trim() === '' ? 'No attribute yet' : `Sets ${data.name} to ${excerpt(data.value, 'nothing')}`,
  limits: { name: 64 },
  clock: () => ({ kind: 'instant' }),
  texts: (data) => text('value', data.value),
};
