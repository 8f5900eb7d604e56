import { z } from 'zod';
import type { NodeManifest } from '../contract.ts';
import { label } from '../shared/fields.ts';

/** `other`: orders, forms, polls and whatever WhatsApp invents next. */
export const answerKinds = [
  ...(['image', 'video', 'audio', 'document', 'sticker'] as const),
  ...(['location', 'contact', 'text', 'other'] as const),
] as const;

export type AnswerKind = (typeof answerKinds)[number];

const schema = z.strictObject({ label, kinds: z.array(z.enum(answerKinds)).max(answerKinds.length) });

export type AnswerRuleData = z.infer<typeof schema>;

export const kindWords: Record<AnswerKind, string> = {
  image: 'picture',
  video: 'video',
  audio: 'voice message or sound',
  document: 'document',
  sticker: 'sticker',
  location: 'location',
  contact: 'contact card',
  text: 'text that is no answer',
  other: 'anything else',
};

export const manifest: NodeManifest<'answer-rule', AnswerRuleData> = {
  type: 'answer-rule',
  typeVersion: 1,
  family: 'rule',
  title: 'Unexpected answer',
  docs: 'When a step can’t use an answer and has no way of its own for it, a message of these kinds leads here instead of the question being repeated. It counts as one of the step’s tries, which "Go back" goes on with.',
  schema,
  defaults: () => ({ kinds: ['image', 'video', 'audio', 'document', 'sticker'] }),
  ports: () => [{ id: 'next', label: 'Leads to' }],
  summary: ({ kinds }) =>
    kinds.length === 0
      ? 'No kind of message yet'
      : `Instead of an answer: ${kinds.map((kind) => kindWords[kind]).join(', ')}`,
  limits: {},
  clock: () => ({ kind: 'instant' }),
};
