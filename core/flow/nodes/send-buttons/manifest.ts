import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { fallbackTemplate, label, optionId, timeoutMs } from '../shared/fields.ts';
import { frameLimits, frameShape, frameTexts } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { answerClock } from '../shared/replies.ts';
import { answerPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, optionTexts, templateTexts } from '../shared/uses.ts';

const button = z.strictObject({ id: optionId, title: z.string().max(200) });

const schema = z.strictObject({
  label,
  ...frameShape,
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
  ports: (data) =>
    answerPorts(
      data.buttons.map((one) => ({ id: `button:${one.id}`, label: one.title || 'Button' })),
      data.timeoutMs,
    ),
  summary: (data) => excerpt(data.body, 'No text yet'),
  limits: {
    ...frameLimits,
    buttons: WHATSAPP_LIMITS.buttons,
    buttonTitle: WHATSAPP_LIMITS.buttonTitle,
  },
  clock: (data, port) => answerClock(port, data.timeoutMs),
  texts: (data) => [
    ...frameTexts(data),
    ...optionTexts('buttons', data.buttons),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('body', data.fallback),
};
