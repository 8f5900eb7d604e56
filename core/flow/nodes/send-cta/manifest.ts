import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { fallbackTemplate, label, liquidText } from '../shared/fields.ts';
import { frameLimits, frameShape, frameTexts } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { sentPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, templateTexts, text } from '../shared/uses.ts';

const schema = z.strictObject({
  label,
  ...frameShape,
  /** What stands on the button. */
  button: z.string().max(200),
  url: liquidText,
  fallback: fallbackTemplate,
});

export type SendCtaData = z.infer<typeof schema>;

export const manifest: NodeManifest<'send-cta', SendCtaData> = {
  type: 'send-cta',
  typeVersion: 1,
  family: 'message',
  title: 'Link button',
  docs: 'Sends a message with one button that opens a web page, so that long addresses needn’t stand in the text.',
  schema,
  defaults: () => ({ body: '', button: 'Open', url: '' }),
  ports: () => sentPorts(),
  summary: (data) => excerpt(data.body, 'No text yet'),
  limits: { ...frameLimits, button: WHATSAPP_LIMITS.ctaLabel, url: WHATSAPP_LIMITS.url },
  clock: () => ({ kind: 'instant' }),
  texts: (data) => [
    ...frameTexts(data),
    ...text('button', data.button),
    ...text('url', data.url),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('body', data.fallback),
};
