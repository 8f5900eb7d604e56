import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({
  label,
  tag: z.string().max(64),
  /** Left out: added. */
  change: z.enum(['added', 'removed']).optional(),
});

export type TagTriggerData = z.infer<typeof schema>;

export const manifest: NodeManifest<'tag-trigger', TagTriggerData> = {
  type: 'tag-trigger',
  typeVersion: 1,
  family: 'trigger',
  title: 'Tag added or removed',
  docs: 'Starts the flow when a contact gets or loses this tag. Nobody has written just now, so check the 24-hour window before a free-form message.',
  schema,
  defaults: () => ({ tag: '' }),
  ports: () => [{ id: 'next', label: 'Starts' }],
  summary: (data) =>
    data.tag.trim() === '' ? 'No tag yet' : `When the tag "${data.tag}" is ${data.change ?? 'added'}`,
  limits: { tag: 64 },
  clock: () => ({ kind: 'instant' }),
  triggerFields: [],
};
