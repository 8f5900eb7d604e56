import type { CarouselCard, ReplyOption } from '../../../messaging/content.ts';
import type { StepFault, StepInput } from '../contract.ts';
import { renderAddress } from '../shared/files.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { isDynamic, renderField, renderOptional } from '../shared/render.ts';
import type { Composed } from '../shared/steps.ts';
import { renderTitle } from '../shared/titles.ts';
import { repliesOf } from './manifest.ts';
import type { CarouselCardData, SendCarouselData } from './manifest.ts';

type Fault = { problem: StepFault };

/** WhatsApp takes this many line breaks in the words of a card. */
export const MAX_LINE_BREAKS = 2;

export function compose(data: SendCarouselData, input: StepInput): Composed {
  const body = renderField(input, data.body, WHATSAPP_LIMITS.interactiveBody);
  if ('problem' in body) return body;
  const cards: CarouselCard[] = [];
  for (const one of data.cards) {
    const card = renderCard(data, one, input);
    if ('problem' in card) return card;
    cards.push(card);
  }
  const content = { type: 'carousel' as const, body: body.text, cards };
  const isKnown = data.buttons === 'link' || !repliesOf(data).some(({ title }) => isDynamic(title));
  if (isKnown) return { content };
  return { content, offered: cards.flatMap(({ buttons = [] }) => buttons) };
}

function renderCard(
  { media: kind, buttons }: SendCarouselData,
  card: CarouselCardData,
  input: StepInput,
): CarouselCard | Fault {
  const media = renderAddress(input, card.media);
  if ('problem' in media) return media;
  const words = renderOptional(input, card.body, WHATSAPP_LIMITS.carouselBody);
  if ('problem' in words) return words;
  if (lineBreaks(words.text) > MAX_LINE_BREAKS) return { problem: tooManyLines };
  const shown = { header: { kind, link: media.url }, ...(words.text !== '' && { body: words.text }) };
  if (buttons === 'link') {
    const label = renderTitle(input, card.link.label, WHATSAPP_LIMITS.ctaLabel);
    if ('problem' in label) return label;
    const address = renderAddress(input, card.link.url);
    if ('problem' in address) return address;
    return { ...shown, link: { label: label.text, url: address.url } };
  }
  const replies: ReplyOption[] = [];
  for (const { id, title } of card.replies) {
    const rendered = renderTitle(input, title, WHATSAPP_LIMITS.buttonTitle);
    if ('problem' in rendered) return rendered;
    replies.push({ id, title: rendered.text });
  }
  return { ...shown, buttons: replies };
}

export function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}

const tooManyLines: StepFault = {
  code: 'too_many_lines',
  message: `WhatsApp takes at most ${MAX_LINE_BREAKS} line breaks in the text of a card.`,
};
