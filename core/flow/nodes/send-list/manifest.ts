import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { fallbackTemplate, label, optionId, timeoutMs } from '../shared/fields.ts';
import { frameLimits, frameShape, frameTexts } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { answerClock } from '../shared/replies.ts';
import { answerPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, optionTexts, templateTexts, text } from '../shared/uses.ts';

const row = z.strictObject({
  id: optionId,
  title: z.string().max(200),
  description: z.string().max(500).optional(),
});

const section = z.strictObject({ title: z.string().max(200).optional(), rows: z.array(row).max(50) });

const schema = z.strictObject({
  label,
  ...frameShape,
  button: z.string().max(200),
  sections: z.array(section).max(20),
  timeoutMs,
  fallback: fallbackTemplate,
});

export type ListRow = z.infer<typeof row>;
export type SendListData = z.infer<typeof schema>;

/** All rows in the order in which the phone shows and numbers them. */
export function rowsOf(data: SendListData): ListRow[] {
  return data.sections.flatMap((one) => one.rows);
}

export const manifest: NodeManifest<'send-list', SendListData> = {
  type: 'send-list',
  typeVersion: 1,
  family: 'message',
  title: 'List',
  docs: 'Sends a menu of up to ten rows and waits for a choice. A typed answer that equals a title, or its number, counts as a choice.',
  schema,
  defaults: () => ({
    body: '',
    button: 'Choose',
    sections: [{ rows: [{ id: 'row_1', title: 'First' }] }],
    timeoutMs: null,
  }),
  ports: (data) =>
    answerPorts(
      rowsOf(data).map((one) => ({ id: `row:${one.id}`, label: one.title || 'Row' })),
      data.timeoutMs,
    ),
  summary: (data) => excerpt(data.body, 'No text yet'),
  limits: {
    ...frameLimits,
    button: WHATSAPP_LIMITS.listButton,
    rows: WHATSAPP_LIMITS.listRows,
    rowTitle: WHATSAPP_LIMITS.rowTitle,
    rowDescription: WHATSAPP_LIMITS.rowDescription,
    sectionTitle: WHATSAPP_LIMITS.sectionTitle,
  },
  clock: (data, port) => answerClock(port, data.timeoutMs),
  texts: (data) => [
    ...frameTexts(data),
    ...text('button', data.button),
    ...data.sections.flatMap(({ title, rows }, index) => [
      ...text(`sections.${index}.title`, title),
      ...optionTexts(`sections.${index}.rows`, rows),
    ]),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('body', data.fallback),
};
