import type { NodeProblem } from '../contract.ts';
import { countLimit, problem, requiredText, textLimit } from '../shared/checks.ts';
import { addressProblems } from '../shared/files.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { isDynamic } from '../shared/render.ts';
import { fallbackFields } from '../shared/template-checks.ts';
import { lineBreaks, MAX_LINE_BREAKS } from './compose.ts';
import { repliesOf } from './manifest.ts';
import type { CarouselCardData, SendCarouselData } from './manifest.ts';

export function validate(data: SendCarouselData): NodeProblem[] {
  const { cards, buttons } = data;
  return [
    ...requiredText(data.body, 'body', 'The text', WHATSAPP_LIMITS.interactiveBody),
    ...(cards.length < WHATSAPP_LIMITS.carouselCardsAtLeast
      ? [problem('required-field', 'cards', 'A carousel has two cards at least.')]
      : countLimit(cards.length, 'cards', 'cards', WHATSAPP_LIMITS.carouselCards)),
    ...cards.flatMap((card, at) => [
      ...cardProblems(card, `cards.${at}`),
      ...(buttons === 'link' ? linkProblems(card, `cards.${at}`) : replyProblems(card, `cards.${at}`, cards)),
    ]),
    ...(buttons === 'replies' ? idProblems(data) : []),
    ...fallbackFields(data.fallback),
  ];
}

function cardProblems({ media, body = '' }: CarouselCardData, field: string): NodeProblem[] {
  return [
    ...addressProblems(media, `${field}.media`, 'The address of the picture'),
    ...textLimit(body, `${field}.body`, 'The card’s text', WHATSAPP_LIMITS.carouselBody),
    ...(!isDynamic(body) && lineBreaks(body) > MAX_LINE_BREAKS
      ? [
          problem(
            'over-limit-lines',
            `${field}.body`,
            `The card’s text has more than ${MAX_LINE_BREAKS} line breaks, which is all that WhatsApp takes.`,
          ),
        ]
      : []),
  ];
}

function linkProblems({ link }: CarouselCardData, field: string): NodeProblem[] {
  return [
    ...requiredText(link.label, `${field}.link.label`, 'The link’s label', WHATSAPP_LIMITS.ctaLabel),
    ...addressProblems(link.url, `${field}.link.url`, 'The address'),
  ];
}

function replyProblems(
  { replies }: CarouselCardData,
  field: string,
  cards: readonly CarouselCardData[],
): NodeProblem[] {
  return [
    ...countLimit(replies.length, `${field}.replies`, 'replies', WHATSAPP_LIMITS.carouselReplies),
    ...(replies.length === cards[0]?.replies.length
      ? []
      : [
          problem(
            'uneven-cards',
            `${field}.replies`,
            'WhatsApp wants the same number of replies on every card.',
          ),
        ]),
    ...replies.flatMap(({ id, title }, index) => [
      ...requiredText(
        title,
        `${field}.replies.${index}.title`,
        'The reply’s title',
        WHATSAPP_LIMITS.buttonTitle,
      ),
      ...textLimit(id, `${field}.replies.${index}.id`, 'The reply’s id', WHATSAPP_LIMITS.carouselReplyId),
    ]),
  ];
}

function idProblems(data: SendCarouselData): NodeProblem[] {
  const ids = repliesOf(data).map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) < index))].map((id) =>
    problem('duplicate-option-id', 'cards', `Two replies have the id "${id}": ids must differ.`),
  );
}
