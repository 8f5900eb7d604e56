import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { timeOfDay } from '../shared/time-fields.ts';

const schema = z.strictObject({
  label,
  /** Name of the attribute that holds the date. */
  attribute: z.string().max(64),
  repeat: z.enum(['yearly', 'once']),
  /** Days after the date; before it when negative. */
  offsetDays: z.int().min(-365).max(365),
  /** `HH:MM` in the contact's time zone, else the organisation's. */
  time: timeOfDay,
});

export type DateTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'date-trigger', DateTriggerData> = {
  type: 'date-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Date of a contact',
  docs: 'Starts the flow on, before or after a date that a contact has as an attribute, every year (a birthday) or once (an appointment), at a time in the contact’s own zone. Nobody has written just now, so check the 24-hour window before a free-form message.',
  schema,
  defaults: () => ({ attribute: '', repeat: 'yearly', offsetDays: 0, time: '09:00' }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: (data) => {
    if (data.attribute.trim() === '') return 'No attribute yet';
    const often = data.repeat === 'yearly' ? 'Every year' : 'Once';
    return `${often} ${offsetInWords(data.offsetDays)} "${data.attribute.trim()}" at ${data.time}`;
  },
  limits: { offsetDays: 365 },
  clock: () => ({ kind: 'instant' }),
  triggerFields: ['date', 'attribute'],
};

function offsetInWords(days: number): string {
  if (days === 0) return 'on';
  const count = Math.abs(days);
  return `${count} day${count === 1 ? '' : 's'} ${days < 0 ? 'before' : 'after'}`;
}
