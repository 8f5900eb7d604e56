import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { MESSAGE_FIELDS } from '../shared/message-fields.ts';

const schema = z.strictObject({ label });

export type FirstMessageTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'first-message-trigger', FirstMessageTriggerData> = {
  type: 'first-message-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'First message',
  docs: 'Starts the flow when a person writes for the first time, on any of your numbers. A keyword, a button or an ad that starts another flow comes before.',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: () => 'When someone writes for the first time',
  limits: {},
  clock: () => ({ kind: 'instant' }),
  startsWithMessage: true,
  triggerFields: MESSAGE_FIELDS,
};
