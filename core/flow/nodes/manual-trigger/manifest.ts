import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label });

export type ManualTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'manual-trigger', ManualTriggerData> = {
  type: 'manual-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Started by people',
  docs: 'Starts the flow for contacts that a colleague or the API enrols: one contact, a list of contacts or a segment. Nobody has written just now, so check the 24-hour window before a free-form message.',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: () => 'When a colleague or the API enrols someone',
  limits: {},
  clock: () => ({ kind: 'instant' }),
};
