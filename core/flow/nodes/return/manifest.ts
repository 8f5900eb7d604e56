import { z } from 'zod';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label });

export type ReturnData = z.infer<typeof schema>;

export const manifest: NodeManifest<'return', ReturnData> = {
  type: 'return',
  typeVersion: 1,
  family: 'rule',
  title: 'Go back',
  docs: 'Goes back to the step that a rule of the flow has interrupted: its question is asked again, a step that failed is tried again. It fails when nothing was interrupted.',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: FAILED_PORT, label: 'Nothing to go back to', optional: true }],
  summary: () => 'To the step that was interrupted',
  limits: {},
  clock: () => ({ kind: 'instant' }),
};
