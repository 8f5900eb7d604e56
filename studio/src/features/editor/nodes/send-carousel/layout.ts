/** What stands under every card; all have the same, as WhatsApp wants it. */
import {
  repliesOf,
  type CarouselCardData,
  type SendCarouselData,
} from '../../../../../../core/flow/nodes/send-carousel/manifest.ts';
import { optionIdFor } from '../../document/ids.ts';

export type Layout = 'one' | 'two' | 'link';

export function layoutOf({ buttons, cards }: SendCarouselData): Layout {
  if (buttons === 'link') return 'link';
  return cards.some(({ replies }) => replies.length > 1) ? 'two' : 'one';
}

/** Replies that are there keep their ids, and so their ways out; a link keeps them all for when they are wanted again. */
export function withLayout(data: SendCarouselData, layout: Layout): SendCarouselData {
  if (layout === 'link') return { ...data, buttons: 'link' };
  const count = layout === 'two' ? 2 : 1;
  const taken = repliesOf(data).map(({ id }) => id);
  const cards = data.cards.map((card): CarouselCardData => {
    const replies = card.replies.slice(0, count);
    while (replies.length < count) {
      const id = optionIdFor('', taken, 'reply');
      taken.push(id);
      replies.push({ id, title: '' });
    }
    return { ...card, replies };
  });
  return { ...data, buttons: 'replies', cards };
}
