import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label });

export type ResolvedTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'resolved-trigger', ResolvedTriggerData> = {
  type: 'resolved-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Conversation resolved',
  docs: 'Starts the flow when a conversation is resolved, in that conversation, for example to ask how it went. The flow takes the conversation back from people, so that it hears the answer. The person may have written long ago, so check the 24-hour window before a free-form message.',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: () => 'When the conversation is resolved',
  limits: {},
  clock: () => ({ kind: 'instant' }),
  triggerFields: [],
};
