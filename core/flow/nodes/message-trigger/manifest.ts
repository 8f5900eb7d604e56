import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';
import { MESSAGE_FIELDS } from '../shared/message-fields.ts';

const schema = z.strictObject({ label });

export type MessageTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'message-trigger', MessageTriggerData> = {
  type: 'message-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Any message',
  docs: 'Starts the flow when a person writes anything, pictures and files included, and no other flow takes the message.',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: () => 'When someone writes anything',
  limits: {},
  clock: () => ({ kind: 'instant' }),
  startsWithMessage: true,
  triggerFields: MESSAGE_FIELDS,
};
