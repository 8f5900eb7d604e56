import { z } from 'zod';
import type { NodeManifest, Port, TextUse } from '../contract.ts';
import { fallbackTemplate, label, liquidText, optionId, timeoutMs } from '../shared/fields.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { normaliseText } from '../shared/normalise.ts';
import { answerClock } from '../shared/replies.ts';
import { answerPorts, sentPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, optionTexts, templateTexts, text } from '../shared/uses.ts';

const reply = z.strictObject({ id: optionId, title: z.string().max(200) });

const card = z.strictObject({
  id: optionId,
  /** Address of the picture or film, which Meta fetches. */
  media: liquidText,
  body: liquidText.optional(),
  /** With `replies`. */
  replies: z.array(reply).max(10),
  /** With `link`. */
  link: z.strictObject({ label: z.string().max(200), url: liquidText }),
});

const schema = z.strictObject({
  label,
  body: liquidText,
  /** What stands on top of every card: WhatsApp wants the same kind on all of them. */
  media: z.enum(['image', 'video']),
  /** What stands under every card; the other kind stays in the data and isn't sent. */
  buttons: z.enum(['replies', 'link']),
  cards: z.array(card).max(20),
  timeoutMs,
  fallback: fallbackTemplate,
});

export type SendCarouselData = z.infer<typeof schema>;
export type CarouselCardData = z.infer<typeof card>;

export const manifest: NodeManifest<'send-carousel', SendCarouselData> = {
  type: 'send-carousel',
  typeVersion: 1,
  family: 'message',
  title: 'Carousel',
  docs: 'Sends two to ten cards side by side, each with a picture or film and either a link or replies to press. With replies it waits for a choice.',
  schema,
  defaults: () => ({
    body: '',
    media: 'image',
    buttons: 'replies',
    cards: [
      newCard('card', [{ id: 'reply', title: 'Choose' }]),
      newCard('card_2', [{ id: 'reply_2', title: 'Choose' }]),
    ],
    timeoutMs: null,
  }),
  ports: (data) => (data.buttons === 'link' ? sentPorts() : answerPorts(replyPorts(data), data.timeoutMs)),
  summary: (data) => excerpt(data.body, 'No text yet'),
  limits: {
    body: WHATSAPP_LIMITS.interactiveBody,
    cards: WHATSAPP_LIMITS.carouselCards,
    cardBody: WHATSAPP_LIMITS.carouselBody,
    replies: WHATSAPP_LIMITS.carouselReplies,
    replyTitle: WHATSAPP_LIMITS.buttonTitle,
    linkLabel: WHATSAPP_LIMITS.ctaLabel,
  },
  clock: (data, port) => (data.buttons === 'link' ? { kind: 'instant' } : answerClock(port, data.timeoutMs)),
  texts: (data) => [
    ...text('body', data.body),
    ...data.cards.flatMap((one, at) => cardTexts(one, `cards.${at}`, data.buttons)),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('body', data.fallback),
};

export function newCard(id: string, replies: CarouselCardData['replies']): CarouselCardData {
  return { id, media: '', replies, link: { label: 'Open', url: '' } };
}

/** Replies of all cards, from left to right. */
export function repliesOf(data: SendCarouselData): CarouselCardData['replies'] {
  return data.cards.flatMap(({ replies }) => replies);
}

/** Whether words alone tell which reply is meant: cards may all say the same. */
export function areDistinct(replies: readonly { title: string }[]): boolean {
  return new Set(replies.map(({ title }) => normaliseText(title) || title)).size === replies.length;
}

function replyPorts(data: SendCarouselData): Port[] {
  const isTold = areDistinct(repliesOf(data));
  return data.cards.flatMap(({ replies }, at) =>
    replies.map(({ id, title }) => ({
      id: `button:${id}`,
      label: isTold ? title || 'Reply' : `Card ${at + 1}: ${title || 'Reply'}`,
    })),
  );
}

function cardTexts(
  { media, body, replies, link }: CarouselCardData,
  field: string,
  buttons: SendCarouselData['buttons'],
): TextUse[] {
  return [
    ...text(`${field}.media`, media),
    ...text(`${field}.body`, body),
    ...(buttons === 'replies'
      ? optionTexts(`${field}.replies`, replies)
      : [...text(`${field}.link.label`, link.label), ...text(`${field}.link.url`, link.url)]),
  ];
}
