import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label, optionId, templateUse, timeoutMs } from '../shared/fields.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { answerClock } from '../shared/replies.ts';
import { answerPorts, sentPorts } from '../shared/steps.ts';
import { templateTexts } from '../shared/uses.ts';

/** A quick-reply button of the template as a way out. */
const reply = z.strictObject({
  id: optionId,
  /** Its place among all buttons of the template, from 0. */
  index: z.int().min(0).max(9),
  /** What stands on it, so that a typed answer counts as well. */
  title: z.string().max(200),
});

const schema = z.strictObject({
  label,
  ...templateUse.shape,
  /** With any of them the step waits for an answer; without it goes on as soon as the template is sent. */
  replies: z.array(reply).max(20).optional(),
  timeoutMs: timeoutMs.optional(),
});

export type SendTemplateData = z.infer<typeof schema>;

export type TemplateReply = z.infer<typeof reply>;

export function repliesOf(data: SendTemplateData): TemplateReply[] {
  return data.replies ?? [];
}

export const manifest: NodeManifest<'send-template', SendTemplateData> = {
  type: 'send-template',
  typeVersion: 1,
  family: 'message',
  title: 'Template',
  docs: 'Sends an approved template, the only message that may go out after the 24-hour window has closed. Its quick replies can be ways out.',
  schema,
  defaults: () => ({ name: '', language: 'en_US', header: [], body: [] }),
  ports: (data) => {
    const replies = repliesOf(data);
    if (replies.length === 0) return sentPorts();
    return answerPorts(
      replies.map((one) => ({ id: `reply:${one.id}`, label: one.title || 'Reply' })),
      data.timeoutMs ?? null,
    );
  },
  summary: (data) => (data.name === '' ? 'No template yet' : `${data.name} (${data.language})`),
  limits: { replies: WHATSAPP_LIMITS.templateButtons, replyTitle: WHATSAPP_LIMITS.templateButtonTitle },
  clock: (data, port) =>
    repliesOf(data).length === 0 ? { kind: 'instant' } : answerClock(port, data.timeoutMs ?? null),
  texts: (data) => templateTexts(data, ''),
  messages: (data) => [{ field: 'name', template: data, fallback: null }],
};
