import { z } from 'zod';
import { FAILED_PORT } from '../contract.ts';
import type { NodeManifest } from '../contract.ts';
import { fallbackTemplate, label, liquidText, optionId, shortText, timeoutMs } from '../shared/fields.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { answerClock, noReplyPort } from '../shared/replies.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, templateTexts, text } from '../shared/uses.ts';

const button = z.strictObject({ id: optionId, title: z.string().max(200) });

const schema = z.strictObject({
  label,
  header: shortText.optional(),
  body: liquidText,
  footer: shortText.optional(),
  buttons: z.array(button).max(20),
  timeoutMs,
  fallback: fallbackTemplate,
});

export type SendButtonsData = z.infer<typeof schema>;

export const manifest: NodeManifest<'send-buttons', SendButtonsData> = {
  type: 'send-buttons',
  typeVersion: 1,
  family: 'message',
  title: 'Buttons',
  docs: 'Sends up to three buttons and waits for a choice. A typed answer that equals a title, or its number, counts as a press.',
  schema,
  defaults: () => ({
    body: '',
    buttons: [
      { id: 'yes', title: 'Yes' },
      { id: 'no', title: 'No' },
    ],
    timeoutMs: null,
  }),
  ports: (data) => [
    ...data.buttons.map((one) => ({ id: `button:${one.id}`, label: one.title || 'Button' })),
    { id: 'other', label: 'Other answer', optional: true },
    noReplyPort(data.timeoutMs),
    { id: FAILED_PORT, label: 'Failed', optional: true },
  ],
  summary: (data) => excerpt(data.body, 'No text yet'),
  limits: {
    body: WHATSAPP_LIMITS.interactiveBody,
    header: WHATSAPP_LIMITS.header,
    footer: WHATSAPP_LIMITS.footer,
    buttons: WHATSAPP_LIMITS.buttons,
    buttonTitle: WHATSAPP_LIMITS.buttonTitle,
  },
  clock: (data, port) => answerClock(port, data.timeoutMs),
  texts: (data) => [
    ...text('header', data.header),
    ...text('body', data.body),
    ...text('footer', data.footer),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('body', data.fallback),
};
