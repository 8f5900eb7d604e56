import { z } from 'zod';
import { operatorIds } from '../condition/operators.ts';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const filter = z.strictObject({
  field: z.string().max(64),
  operator: z.enum(operatorIds),
  value: z.string().max(500),
});

const schema = z.strictObject({
  label,
  name: z.string().max(100),
  /** All of them must hold. */
  filters: z.array(filter).max(20),
});

export type EventFilter = z.infer<typeof filter>;
export type EventTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'event-trigger', EventTriggerData> = {
  type: 'event-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Event by API',
  docs: 'Starts the flow when another system reports this event of a contact through the API, for example order.paid. Texts can use its fields as trigger.<field>. Nobody has written just now, so check the 24-hour window before a free-form message.',
  schema,
  defaults: () => ({ name: '', filters: [] }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: (data) => {
    if (data.name.trim() === '') return 'No event yet';
    const fields = data.filters.map(({ field }) => field.trim()).filter((field) => field !== '');
    const tests =
      fields.length === 0 ? '' : `, if ${fields.join(' and ')} fit${fields.length === 1 ? 's' : ''}`;
    return `When "${data.name.trim()}" happens${tests}`;
  },
  limits: { name: 100, filters: 20 },
  clock: () => ({ kind: 'instant' }),
};
