import { describe, expect, it } from 'vitest';
import type { InboundReply } from '../../run.ts';
import { presses, says, stepInput } from '../../testing.ts';
import { sendCarousel } from './index.ts';
import { newCard } from './manifest.ts';
import type { CarouselCardData, SendCarouselData } from './manifest.ts';

const card = (id: string, titles: string[], change: Partial<CarouselCardData> = {}): CarouselCardData => ({
  ...newCard(
    id,
    titles.map((title, index) => ({ id: `${id}_${index}`, title })),
  ),
  media: `https://shop.example/${id}.jpg`,
  link: { label: 'Buy', url: `https://shop.example/${id}?for={{ contact.phone | url_encode }}` },
  ...change,
});
const data: SendCarouselData = {
  body: 'Hi {{ contact.firstName }}',
  media: 'image',
  buttons: 'replies',
  cards: [
    card('aloe', ['More'], { body: '*Aloe*\n\nGreen' }),
    card('ivy', ['More'], { body: '{{ answers.x }}' }),
  ],
  timeoutMs: 1_800_000,
};
const told = { ...data, cards: [card('aloe', ['Aloe']), card('ivy', ['{{ contact.attributes.city }}'])] };
const entered = stepInput({ kind: 'entered' });
const reply = (
  message: InboundReply,
  change: Partial<SendCarouselData> = {},
  rest: Parameters<typeof stepInput>[1] = {},
) => sendCarousel.advance({ ...data, ...change }, stepInput({ kind: 'reply', message }, rest));

describe('send-carousel', () => {
  it('sends cards with replies and waits', () => {
    expect(sendCarousel.advance(data, entered)).toEqual({
      kind: 'send',
      content: {
        type: 'carousel',
        body: 'Hi Maya',
        cards: [
          {
            header: { kind: 'image', link: 'https://shop.example/aloe.jpg' },
            body: '*Aloe*\n\nGreen',
            buttons: [{ id: 'aloe_0', title: 'More' }],
          },
          {
            header: { kind: 'image', link: 'https://shop.example/ivy.jpg' },
            buttons: [{ id: 'ivy_0', title: 'More' }],
          },
        ],
      },
      purpose: 'service',
    });
    expect(sendCarousel.advance(data, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'waitForReply',
      until: '2026-11-24T09:00:00.000Z',
    });
  });

  it('sends cards with links and goes on', () => {
    const links = { ...data, buttons: 'link', media: 'video' } as const;
    expect(sendCarousel.advance(links, entered)).toMatchObject({
      content: {
        cards: [
          {
            header: { kind: 'video' },
            link: { label: 'Buy', url: 'https://shop.example/aloe?for=%2B4915112345678' },
          },
          {},
        ],
      },
    });
    expect(sendCarousel.advance(links, stepInput({ kind: 'sent' }))).toEqual({ kind: 'leave', port: 'sent' });
    expect(sendCarousel.manifest.ports(links).map(({ id }) => id)).toEqual(['sent', 'failed']);
  });

  it('takes a press by its id; words only where they tell which card is meant', () => {
    expect(reply(presses('ivy_0', 'More'))).toEqual({ kind: 'leave', port: 'button:ivy_0', isChosen: true });
    for (const message of [says('More'), says('2'), presses('More', 'More')])
      expect(reply(message)).toEqual({ kind: 'leave', port: 'other' });
    const elsewhere = { ...presses('ivy_0'), press: { id: 'ivy_0', title: 'More', isElsewhere: true } };
    expect(reply(elsewhere)).toEqual({ kind: 'leave', port: 'other' });

    expect(reply(says('aloe'), told)).toEqual({ kind: 'leave', port: 'button:aloe_0', isChosen: true });
    expect(reply(says('2'), told)).toEqual({ kind: 'leave', port: 'button:ivy_0', isChosen: true });
  });

  it('keeps the titles that were filled in, for the answer', () => {
    const outcome = sendCarousel.advance(told, entered);
    const offered = [
      { id: 'aloe_0', title: 'Aloe' },
      { id: 'ivy_0', title: 'Berlin' },
    ];
    expect(outcome).toMatchObject({ kind: 'send', offered });
    expect(reply(says('berlin'), told, { offered })).toEqual({
      kind: 'leave',
      port: 'button:ivy_0',
      isChosen: true,
    });
    expect(sendCarousel.advance({ ...told, buttons: 'link' }, entered)).not.toHaveProperty('offered');
  });

  it('goes on waiting where nothing is connected, and gives up at the deadline', () => {
    expect(reply(says('hm'), {}, { hasEdge: () => false })).toEqual({ kind: 'keepWaiting' });
    expect(sendCarousel.advance(data, stepInput({ kind: 'deadline' }))).toEqual({
      kind: 'leave',
      port: 'no-reply',
    });
  });

  it('has a way out for each reply, named after its card where titles repeat', () => {
    const ports = (change: Partial<SendCarouselData>) =>
      sendCarousel.manifest
        .ports({ ...data, ...change })
        .slice(0, 2)
        .map(({ id, label }) => `${id} ${label}`);
    expect(ports({})).toEqual(['button:aloe_0 Card 1: More', 'button:ivy_0 Card 2: More']);
    expect(ports({ cards: [card('a', ['One']), card('b', ['Two'])] })).toEqual([
      'button:a_0 One',
      'button:b_0 Two',
    ]);
  });

  it('fails before a send that WhatsApp would refuse', () => {
    const codeOf = (change: Partial<CarouselCardData>, buttons: SendCarouselData['buttons'] = 'replies') => {
      const cards = [card('aloe', ['More']), card('ivy', ['More'], change)];
      const outcome = sendCarousel.advance({ ...data, buttons, cards }, entered);
      return outcome.kind === 'fault' ? outcome.fault.code : outcome.kind;
    };
    expect(codeOf({})).toBe('send');
    expect(codeOf({ media: 'http://shop.example/a.jpg' })).toBe('url_invalid');
    expect(codeOf({ body: 'a\nb\nc\nd' })).toBe('too_many_lines');
    expect(codeOf({ body: 'x'.repeat(161) })).toBe('text_too_long');
    expect(codeOf({ replies: [{ id: 'a', title: '{{ answers.none }}' }] })).toBe('title_empty');
    expect(codeOf({ link: { label: 'x'.repeat(21), url: 'https://a.example/' } }, 'link')).toBe(
      'title_too_long',
    );
    expect(codeOf({ link: { label: 'Buy', url: 'a.example' } }, 'link')).toBe('url_invalid');
  });

  it('reports what a draft lacks', () => {
    const problems = (change: Partial<SendCarouselData>) =>
      sendCarousel.validate({ ...data, ...change }).map(({ code, field }) => `${code} ${field}`);
    expect(problems({})).toEqual([]);
    expect(problems({ buttons: 'link' })).toEqual([]);
    expect(problems({ body: '', cards: [card('a', ['A'])] })).toEqual([
      'required-field body',
      'required-field cards',
    ]);
    const many = Array.from({ length: 11 }, (_, index) => card(`c${index}`, ['A']));
    expect(problems({ cards: many })).toEqual(['over-limit-count cards']);
    expect(problems({ cards: [card('a', ['A']), card('b', ['B', 'C'])] })).toEqual([
      'uneven-cards cards.1.replies',
    ]);
    expect(problems({ cards: [card('a', ['A', 'B', 'C']), card('b', ['A', 'B', 'C'])] })).toEqual([
      'over-limit-count cards.0.replies',
      'over-limit-count cards.1.replies',
    ]);
    expect(
      problems({
        cards: [
          card('a', ['']),
          card('b', ['B'], {
            media: '',
            body: 'a\nb\nc\nd',
            replies: [{ id: 'x'.repeat(21), title: 'x'.repeat(21) }],
          }),
        ],
      }),
    ).toEqual([
      'required-field cards.0.replies.0.title',
      'required-field cards.1.media',
      'over-limit-lines cards.1.body',
      'over-limit-text cards.1.replies.0.title',
      'over-limit-text cards.1.replies.0.id',
    ]);
    expect(problems({ cards: [card('a', ['A']), card('a', ['A'])] })).toEqual(['duplicate-option-id cards']);
    expect(
      problems({
        buttons: 'link',
        cards: [card('a', []), card('b', [], { link: { label: '', url: 'shop.example' } })],
      }),
    ).toEqual(['required-field cards.1.link.label', 'bad-url cards.1.link.url']);
  });
});
