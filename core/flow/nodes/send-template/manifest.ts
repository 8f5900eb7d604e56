import { z } from 'zod';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest } from '../contract.ts';
import { label, templateUse } from '../shared/fields.ts';
import { templateTexts } from '../shared/uses.ts';

const schema = z.strictObject({ label, ...templateUse.shape });

export type SendTemplateData = z.infer<typeof schema>;

export const manifest: NodeManifest<'send-template', SendTemplateData> = {
  type: 'send-template',
  typeVersion: 1,
  family: 'message',
  title: 'Template',
  docs: 'Sends an approved template, the only message that may go out after the 24-hour window has closed.',
  schema,
  defaults: () => ({ name: '', language: 'en_US', header: [], body: [] }),
  ports: () => [
    { id: 'sent', label: 'Sent' },
    { id: FAILED_PORT, label: 'Failed', optional: true },
  ],
  summary: (data) => (data.name === '' ? 'No template yet' : `${data.name} (${data.language})`),
  limits: {},
  clock: () => ({ kind: 'instant' }),
  texts: (data) => templateTexts(data, ''),
  messages: (data) => [{ field: 'name', template: data, fallback: null }],
};
