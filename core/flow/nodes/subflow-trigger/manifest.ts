import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label });

export type SubflowTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'subflow-trigger', SubflowTriggerData> = {
  type: 'subflow-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Called by another flow',
  docs: 'Starts when another flow runs this one as a step. What it hands over are this flow’s variables of the role "input".',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: () => 'When another flow calls this one',
  limits: {},
  clock: () => ({ kind: 'instant' }),
};
