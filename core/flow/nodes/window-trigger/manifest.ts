import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label });

export type WindowTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'window-trigger', WindowTriggerData> = {
  type: 'window-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Window about to close',
  docs: 'Starts the flow two hours before the 24-hour window of a conversation closes, on the number of that conversation: the last moment for a free-form message. `{{ trigger.closesAt }}` says when it closes.',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: () => 'Two hours before the 24-hour window closes',
  limits: {},
  clock: () => ({ kind: 'windowClosing' }),
  triggerFields: ['closesAt'],
};
