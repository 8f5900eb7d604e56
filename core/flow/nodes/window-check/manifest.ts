import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

const schema = z.strictObject({ label });

export type WindowCheckData = z.infer<typeof schema>;

export const manifest: NodeManifest<'window-check', WindowCheckData> = {
  type: 'window-check',
  typeVersion: 1,
  family: 'logic',
  title: 'Window check',
  docs: 'Open while the person’s last message is less than 24 hours old: only then WhatsApp takes free-form messages.',
  schema,
  defaults: () => ({}),
  ports: () => [
    { id: 'open', label: 'Open' },
    { id: 'closed', label: 'Closed' },
  ],
  summary: () => 'Is the 24-hour window open?',
  limits: {},
  clock: (_data, port) => ({ kind: port === 'open' ? 'windowOpen' : 'windowClosed' }),
};
