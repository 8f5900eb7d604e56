import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

/** Left out: any value. Empty: no value. */
const value = z.string().max(500).optional();

const schema = z.strictObject({ label, name: z.string().max(64), from: value, to: value });

export type AttributeTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'attribute-trigger', AttributeTriggerData> = {
  type: 'attribute-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Attribute changed',
  docs: 'Starts the flow when an attribute of a contact changes, from or to a value if you like. Texts can use trigger.value and trigger.previous. Nobody has written just now, so check the 24-hour window before a free-form message.',
  schema,
  defaults: () => ({ name: '' }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: (data) => {
    if (data.name.trim() === '') return 'No attribute yet';
    const parts = [
      data.from === undefined ? '' : ` from ${inWords(data.from)}`,
      data.to === undefined ? '' : ` to ${inWords(data.to)}`,
    ];
    return `When "${data.name.trim()}" changes${parts.join('')}`;
  },
  limits: { name: 64, value: 500 },
  clock: () => ({ kind: 'instant' }),
  triggerFields: ['value', 'previous'],
};

function inWords(text: string): string {
  return text.trim() === '' ? 'no value' : `"${text.trim()}"`;
}
