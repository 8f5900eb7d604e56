import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { fallbackTemplate, label, liquidText, shortText, timeoutMs, variableName } from '../shared/fields.ts';
import { frameLimits, frameShape, frameTexts } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { answerClock } from '../shared/replies.ts';
import { answerPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, templateTexts, text } from '../shared/uses.ts';

/** One value for the first screen. `json` passes lists and objects, as a drop-down needs them. */
const screenValue = z.strictObject({
  name: z.string().max(100),
  value: liquidText,
  type: z.enum(['text', 'number', 'boolean', 'json']),
});

/** One answer of the form and the variable it is saved in. */
const savedField = z.strictObject({
  field: z.string().max(100),
  saveAs: variableName,
  type: z.enum(['text', 'number', 'boolean', 'date']),
});

const schema = z.strictObject({
  label,
  ...frameShape,
  /** What stands on the button that opens the form. */
  button: z.string().max(200),
  /** Meta's id of the WhatsApp Flow. */
  flowId: shortText,
  /** A draft opens only for people who test it. */
  mode: z.enum(['draft', 'published']),
  /** `navigate` opens a screen with values from here; `data_exchange` lets the form's own endpoint decide. */
  action: z.enum(['navigate', 'data_exchange']),
  screen: z.string().max(200),
  data: z.array(screenValue).max(50),
  /** What the form's endpoint knows this sending by; made up when left out. */
  flowToken: shortText.optional(),
  saves: z.array(savedField).max(50),
  timeoutMs,
  fallback: fallbackTemplate,
});

export type SendWhatsappFlowData = z.infer<typeof schema>;

export const SUBMITTED_PORT = 'submitted';

export const manifest: NodeManifest<'send-whatsapp-flow', SendWhatsappFlowData> = {
  type: 'send-whatsapp-flow',
  typeVersion: 1,
  family: 'message',
  title: 'WhatsApp Flow',
  docs: 'Sends a form that opens inside WhatsApp, waits until the person submits it, and saves its answers in variables.',
  schema,
  defaults: () => ({
    body: '',
    button: 'Open form',
    flowId: '',
    mode: 'published',
    action: 'navigate',
    screen: '',
    data: [],
    saves: [],
    timeoutMs: 24 * 60 * 60 * 1000,
  }),
  ports: (data) => answerPorts([{ id: SUBMITTED_PORT, label: 'Submitted' }], data.timeoutMs),
  summary: (data) => excerpt(data.body, 'No text yet'),
  limits: { ...frameLimits, button: WHATSAPP_LIMITS.flowLabel, data: 50, saves: 50 },
  clock: (data, port) => answerClock(port, data.timeoutMs),
  texts: (data) => [
    ...frameTexts(data),
    ...text('button', data.button),
    ...text('flowId', data.flowId),
    ...data.data.flatMap(({ value }, index) => text(`data.${index}.value`, value)),
    ...text('flowToken', data.flowToken),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('body', data.fallback),
  writes: (data) =>
    data.saves.flatMap(({ saveAs, type }, index) =>
      saveAs === '' ? [] : [{ field: `saves.${index}.saveAs`, name: saveAs, type, ports: [SUBMITTED_PORT] }],
    ),
};
