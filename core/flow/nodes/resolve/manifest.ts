import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label });

export type ResolveData = z.infer<typeof schema>;

export const manifest: NodeManifest<'resolve', ResolveData> = {
  type: 'resolve',
  typeVersion: 1,
  family: 'people',
  title: 'Resolve conversation',
  docs: 'Marks the conversation as resolved, so that it leaves the list of open ones. The person’s next message opens it again. Other flows that start when a conversation is resolved hear of it, this one doesn’t.',
  schema,
  defaults: () => ({}),
  ports: () => [{ id: 'next', label: 'Then', optional: true }],
  summary: () => 'Marks the conversation as resolved',
  limits: {},
  clock: () => ({ kind: 'instant' }),
};
