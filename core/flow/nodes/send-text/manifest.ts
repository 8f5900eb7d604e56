import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { fallbackTemplate, label, liquidText } from '../shared/fields.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { sentPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, templateTexts, text } from '../shared/uses.ts';

const schema = z.strictObject({
  label,
  text: liquidText,
  previewUrl: z.boolean().optional(),
  fallback: fallbackTemplate,
});

export type SendTextData = z.infer<typeof schema>;

export const manifest: NodeManifest<'send-text', SendTextData> = {
  type: 'send-text',
  typeVersion: 1,
  family: 'message',
  title: 'Send text',
  docs: 'Sends a text message. Outside the 24-hour window the template given as fallback goes out instead, or the step fails.',
  schema,
  defaults: () => ({ text: '' }),
  ports: () => sentPorts(),
  summary: (data) => excerpt(data.text, 'No text yet'),
  limits: { text: WHATSAPP_LIMITS.text },
  clock: () => ({ kind: 'instant' }),
  texts: (data) => [...text('text', data.text), ...templateTexts(data.fallback, 'fallback.')],
  messages: (data) => freeForm('text', data.fallback),
};
