import { describe, expect, it } from 'vitest';
import { sendCarousel } from '../../../../../../core/flow/nodes/send-carousel/index.ts';
import { layoutOf, withLayout } from './layout.ts';

const data = sendCarousel.manifest.defaults();
const ids = (cards: typeof data.cards) => cards.map(({ replies }) => replies.map(({ id }) => id));

describe('the layout of a carousel', () => {
  it('has the same number of replies on every card, and ids of their own', () => {
    expect(layoutOf(data)).toBe('one');
    const two = withLayout(data, 'two');
    expect(layoutOf(two)).toBe('two');
    expect(ids(two.cards)).toEqual([
      ['reply', 'reply_3'],
      ['reply_2', 'reply_4'],
    ]);
    expect(ids(withLayout(two, 'one').cards)).toEqual([['reply'], ['reply_2']]);
  });

  it('keeps replies while there is a link', () => {
    const link = withLayout(data, 'link');
    expect(layoutOf(link)).toBe('link');
    expect(withLayout(link, 'one')).toEqual(data);
  });
});
