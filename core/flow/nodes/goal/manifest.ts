import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label, name: z.string().max(64) });

export type GoalData = z.infer<typeof schema>;

export const manifest: NodeManifest<'goal', GoalData> = {
  type: 'goal',
  typeVersion: 1,
  family: 'data',
  title: 'Goal',
  docs: 'Notes that the person has reached a goal. Statistics count it, other flows can start or end on it.',
  schema,
  defaults: () => ({ name: '' }),
  ports: () => [{ id: 'next', label: 'Then', optional: true }],
  summary: (data) => (data.name.trim() === '' ? 'No goal yet' : `Reached: ${data.name.trim()}`),
  limits: { name: 64 },
  clock: () => ({ kind: 'instant' }),
};
