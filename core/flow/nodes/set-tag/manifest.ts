import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label, action: z.enum(['add', 'remove']), tag: z.string().max(64) });

export type SetTagData = z.infer<typeof schema>;

export const manifest: NodeManifest<'set-tag', SetTagData> = {
  type: 'set-tag',
  typeVersion: 1,
  family: 'data',
  title: 'Tag',
  docs: 'Adds a tag to the contact or takes one away.',
  schema,
  defaults: () => ({ action: 'add', tag: '' }),
  ports: () => [{ id: 'next', label: 'Then' }],
  summary: (data) => {
    if (data.tag.trim() === '') return 'No tag yet';
    return data.action === 'add' ? `Adds the tag "${data.tag}"` : `Removes the tag "${data.tag}"`;
  },
  limits: { tag: 64 },
  clock: () => ({ kind: 'instant' }),
};
