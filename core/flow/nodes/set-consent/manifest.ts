import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label, state: z.enum(['granted', 'denied']) });

export type SetConsentData = z.infer<typeof schema>;

export const manifest: NodeManifest<'set-consent', SetConsentData> = {
  type: 'set-consent',
  typeVersion: 1,
  family: 'data',
  title: 'Set consent',
  docs: 'Notes that the person agrees to marketing messages, or doesn’t. Use it only after they said so themselves.',
  schema,
  defaults: () => ({ state: 'granted' }),
  ports: () => [{ id: 'next', label: 'Then', optional: true }],
  summary: (data) => (data.state === 'granted' ? 'Agrees to marketing' : 'Wants no marketing'),
  limits: {},
  clock: () => ({ kind: 'instant' }),
};
