/** Every step that sends, from the flow to what a simulator takes that refuses as Meta does: the bodies of the Cloud API. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  keyword,
  node,
  startFlowWorld,
  type FlowWorld,
  type Person,
} from '../../local/testing/flow-world.ts';
import type { FlowNode } from '../../core/flow/nodes/registry.ts';
import { demoCatalog } from '../../simulator/seed.ts';

const catalogId = demoCatalog.id;

let world: FlowWorld;
beforeAll(async () => {
  world = await startFlowWorld();
});
afterAll(() => world?.stop());

const menu = node('send-list', {
  ...{ header: 'Menu', body: 'What would you like?', footer: 'Until noon', button: 'Choose' },
  sections: [
    { title: 'Hot', rows: [{ id: 'soup', title: 'Soup', description: 'Of the day' }] },
    { title: 'Cold', rows: [{ id: 'salad', title: 'Salad' }] },
  ],
  timeoutMs: null,
});
const form = node('send-whatsapp-flow', {
  ...{
    body: 'Book a visit',
    button: 'Open',
    flowId: '900100200300400',
    mode: 'published',
    action: 'navigate',
  },
  screen: 'DATE',
  data: [
    { name: 'name', value: '{{ contact.name }}', type: 'text' },
    { name: 'seats', value: '2', type: 'number' },
  ],
  flowToken: 'visit-1',
  saves: [{ field: 'day', saveAs: 'a', type: 'text' }],
  timeoutMs: null,
});

describe('what goes out of a step is what the Cloud API documents', () => {
  it.each<[string, FlowNode, (person: Person) => object]>([
    [
      'a place',
      node('send-location', {
        ...{
          coordinates: '52.52, 13.405',
          name: 'Office of {{ contact.name }}',
          address: 'Unter den Linden 1',
        },
      }),
      ({ name }) => ({
        type: 'location',
        location: {
          ...{ latitude: 52.52, longitude: 13.405, name: `Office of ${name}` },
          address: 'Unter den Linden 1',
        },
      }),
    ],
    [
      'a question for a place',
      node('ask', {
        ...{ text: 'Where are you, {{ contact.name }}?', saveAs: 'place', tries: 1, retryText: '' },
        validation: { kind: 'location' },
        timeoutMs: null,
      }),
      ({ name }) => ({
        type: 'interactive',
        interactive: {
          type: 'location_request_message',
          body: { text: `Where are you, ${name}?` },
          action: { name: 'send_location' },
        },
      }),
    ],
    [
      'a contact card',
      node('send-contact', {
        name: 'Ada King Lovelace',
        phones: [
          { number: '+44 20 7946 0000', isOnWhatsApp: true },
          { number: '+44 20 7946 0001', isOnWhatsApp: false },
        ],
        emails: ['ada@example.test'],
        organisation: 'Analytical Engines',
      }),
      () => ({
        type: 'contacts',
        contacts: [
          {
            name: { formatted_name: 'Ada King Lovelace', first_name: 'Ada', last_name: 'King Lovelace' },
            phones: [{ phone: '+44 20 7946 0000', wa_id: '442079460000' }, { phone: '+44 20 7946 0001' }],
            emails: [{ email: 'ada@example.test' }],
            org: { company: 'Analytical Engines' },
          },
        ],
      }),
    ],
    [
      'a file behind a link',
      node('send-media', {
        kind: 'document',
        source: { by: 'link', link: 'https://files.example.test/prices.pdf' },
        caption: 'For {{ contact.name }}',
        filename: 'prices.pdf',
      }),
      ({ name }) => ({
        type: 'document',
        document: {
          ...{ link: 'https://files.example.test/prices.pdf', filename: 'prices.pdf' },
          caption: `For ${name}`,
        },
      }),
    ],
    [
      'a button that opens a page',
      node('send-cta', {
        ...{ header: 'News', body: 'Look, {{ contact.name }}', footer: 'Today', button: 'Open' },
        url: 'https://shop.example.test/?who={{ contact.name | url_encode }}',
      }),
      ({ name }) => ({
        type: 'interactive',
        interactive: {
          type: 'cta_url',
          header: { type: 'text', text: 'News' },
          body: { text: `Look, ${name}` },
          footer: { text: 'Today' },
          action: {
            name: 'cta_url',
            parameters: {
              display_text: 'Open',
              url: `https://shop.example.test/?who=${encodeURIComponent(name).replaceAll('%20', '+')}`,
            },
          },
        },
      }),
    ],
    [
      'a list',
      menu,
      () => ({
        type: 'interactive',
        interactive: {
          type: 'list',
          header: { type: 'text', text: 'Menu' },
          body: { text: 'What would you like?' },
          footer: { text: 'Until noon' },
          action: {
            button: 'Choose',
            sections: [
              { title: 'Hot', rows: [{ id: 'soup', title: 'Soup', description: 'Of the day' }] },
              { title: 'Cold', rows: [{ id: 'salad', title: 'Salad' }] },
            ],
          },
        },
      }),
    ],
    [
      'a form',
      form,
      ({ name }) => ({
        type: 'interactive',
        interactive: {
          type: 'flow',
          body: { text: 'Book a visit' },
          action: {
            name: 'flow',
            parameters: {
              flow_message_version: '3',
              flow_token: 'visit-1',
              flow_id: '900100200300400',
              flow_cta: 'Open',
              mode: 'published',
              flow_action: 'navigate',
              flow_action_payload: { screen: 'DATE', data: { name, seats: 2 } },
            },
          },
        },
      }),
    ],
    [
      'a product of a catalogue',
      node('send-products', {
        ...{ show: 'one', catalogId, productId: 'mug-blue', sections: [], body: 'For {{ contact.name }}' },
        ...{ waitsForOrder: false, saves: {}, timeoutMs: null },
      }),
      ({ name }) => ({
        type: 'interactive',
        interactive: {
          type: 'product',
          body: { text: `For ${name}` },
          action: { catalog_id: catalogId, product_retailer_id: 'mug-blue' },
        },
      }),
    ],
    [
      'a whole catalogue',
      node('send-products', {
        ...{ show: 'catalog', catalogId: '', productId: '', sections: [], body: 'All of it' },
        ...{ thumbnailId: 'teapot', waitsForOrder: false, saves: {}, timeoutMs: null },
      }),
      () => ({
        type: 'interactive',
        interactive: {
          type: 'catalog_message',
          body: { text: 'All of it' },
          action: {
            name: 'catalog_message',
            parameters: { thumbnail_product_retailer_id: 'teapot' },
          },
        },
      }),
    ],
  ])('%s', async (word, step, expected) => {
    await world.publish(word, { start: keyword(word), step }, [['start', 'next', 'step']]);
    const person = world.someone();
    const [message] = await sentTo(person, word);
    expect(message).toEqual({
      ...{ messaging_product: 'whatsapp', recipient_type: 'individual', to: `+${person.number}` },
      ...expected(person),
      biz_opaque_callback_data: await messageIdOf(person),
    });
  });
});

describe('the answer to a step that asks', () => {
  it('takes the way of the row that was chosen in a list', async () => {
    await world.publish(
      'Orders',
      { start: keyword('order'), menu, salad: node('send-text', { text: 'One salad' }) },
      [
        ['start', 'next', 'menu'],
        ['menu', 'row:salad', 'salad'],
      ],
    );
    const person = world.someone();
    await sentTo(person, 'order');
    await answers(person, { type: 'list_reply', list_reply: { id: 'salad', title: 'Salad' } });
    expect((await outbound(person)).at(-1)).toMatchObject({ text: { body: 'One salad' } });
  });

  it('takes the way of the card that was pressed in a carousel', async () => {
    const card = (id: string) => ({
      ...{ id, media: `https://files.example.test/${id}.jpg`, body: `*${id}* for {{ contact.name }}` },
      ...{ replies: [{ id: `${id}_more`, title: 'More' }], link: { label: '', url: '' } },
    });
    await world.publish(
      'Cards',
      {
        start: keyword('cards'),
        cards: node('send-carousel', {
          ...{ body: 'New ones', media: 'image', buttons: 'replies', timeoutMs: null },
          cards: [card('aloe'), card('ivy')],
        }),
        ivy: node('send-text', { text: 'Ivy climbs' }),
      },
      [
        ['start', 'next', 'cards'],
        ['cards', 'button:ivy_more', 'ivy'],
      ],
    );
    const person = world.someone();
    const [sent] = await sentTo(person, 'cards');
    expect(sent).toMatchObject({
      interactive: {
        type: 'carousel',
        body: { text: 'New ones' },
        action: {
          cards: [
            {
              card_index: 0,
              type: 'cta_url',
              header: { type: 'image', image: { link: 'https://files.example.test/aloe.jpg' } },
              body: { text: `*aloe* for ${person.name}` },
              action: {
                buttons: [{ type: 'quick_reply', quick_reply: { id: 'aloe_more', title: 'More' } }],
              },
            },
            { card_index: 1 },
          ],
        },
      },
    });
    await answers(person, { type: 'button_reply', button_reply: { id: 'ivy_more', title: 'More' } });
    expect((await outbound(person)).at(-1)).toMatchObject({ text: { body: 'Ivy climbs' } });
  });

  it('is saved from the form that was submitted', async () => {
    await world.publish(
      'Books',
      { start: keyword('book'), form, done: node('send-text', { text: 'See you on {{ a }}' }) },
      [
        ['start', 'next', 'form'],
        ['form', 'submitted', 'done'],
      ],
    );
    const person = world.someone();
    await sentTo(person, 'book');
    const response = JSON.stringify({ flow_token: 'visit-1', day: 'Friday' });
    await answers(person, {
      type: 'nfm_reply',
      nfm_reply: { name: 'flow', body: 'Sent', response_json: response },
    });
    expect((await outbound(person)).at(-1)).toMatchObject({ text: { body: 'See you on Friday' } });
  });
});

describe('an order', () => {
  const line = (id: string, quantity: number, price: number) => ({
    product_retailer_id: id,
    ...{ quantity, item_price: price, currency: 'EUR' },
  });
  const cart = {
    type: 'order',
    order: {
      catalog_id: catalogId,
      text: 'A gift',
      product_items: [line('mug-blue', 2, 14.5), line('tea-green', 1, 8.25)],
    },
  };

  it('goes on from the products that were shown, with what was ordered', async () => {
    await world.publish(
      'Shop',
      {
        start: keyword('shop'),
        shelf: node('send-products', {
          ...{ show: 'several', catalogId, productId: '', header: 'Shop', body: 'Have a look' },
          sections: [
            { title: 'Mugs', products: ['mug-blue', 'mug-red'] },
            { title: 'Tea', products: ['tea-green'] },
          ],
          ...{ waitsForOrder: true, timeoutMs: null },
          saves: {
            ...{ items: 'items', summary: 'summary', itemCount: 'pieces' },
            ...{ total: 'total', currency: 'currency', note: 'note' },
          },
        }),
        done: node('send-text', {
          text: '{{ pieces }} pieces, {{ total | plus: 5 }} {{ currency }} with shipping ({{ note }}):\n{{ summary }}\n{{ items | lines: "[quantity] [product]" }}',
        }),
      },
      [
        ['start', 'next', 'shelf'],
        ['shelf', 'ordered', 'done'],
      ],
    );
    const person = world.someone();
    const [asked] = await sentTo(person, 'shop');
    expect(asked).toMatchObject({ interactive: { type: 'product_list', action: { catalog_id: catalogId } } });
    const [runId] = await world.sends(person, cart);
    await world.makeTurn(runId!, 2);
    expect((await outbound(person)).at(-1)).toMatchObject({
      text: {
        body: '3 pieces, 42.25 EUR with shipping (A gift):\n2 × mug-blue (14.50 EUR each)\n1 × tea-green (8.25 EUR)\n2 mug-blue\n1 tea-green',
      },
    });
  });

  it('starts a flow by itself, before a keyword that stands in its note', async () => {
    await world.publish(
      'Orders come in',
      {
        start: node('order-trigger', {}),
        thanks: node('send-text', { text: 'Thank you for {{ trigger.itemCount }}: {{ trigger.note }}' }),
      },
      [['start', 'next', 'thanks']],
    );
    await world.publish('Gifts', { start: keyword('a gift'), step: node('send-text', { text: 'Gifts' }) }, [
      ['start', 'next', 'step'],
    ]);
    const person = world.someone();
    const [runId] = await world.sends(person, cart);
    await world.makeTurn(runId!, 1);
    expect((await outbound(person)).map(({ text }) => (text as { body: string }).body)).toEqual([
      'Thank you for 3: A gift',
    ]);
  });
});

it('goes the way that a split draws, and back by a jump as often as it may', async () => {
  await world.publish(
    'Rounds',
    {
      start: keyword('rounds'),
      draw: node('split', {
        branches: [
          { id: 'a', weight: 0 },
          { id: 'b', weight: 100 },
        ],
      }),
      never: node('send-text', { text: 'Never' }),
      round: node('send-text', { text: 'Round' }),
      again: node('jump', { target: 'round', maxVisits: 2 }),
      end: node('send-text', { text: 'End' }),
    },
    [
      ['start', 'next', 'draw'],
      ['draw', 'branch:a', 'never'],
      ['draw', 'branch:b', 'round'],
      ['round', 'sent', 'again'],
      ['again', 'exceeded', 'end'],
    ],
  );
  const sent = await sentTo(world.someone(), 'rounds');
  expect(sent.map(({ text }) => (text as { body: string }).body)).toEqual(['Round', 'Round', 'Round', 'End']);
});

/** What they are sent when they write this word. */
async function sentTo(person: Person, word: string) {
  const [runId] = await world.says(person, word);
  await world.makeTurn(runId!, 1);
  return outbound(person);
}

async function answers(person: Person, interactive: object) {
  const [asked] = (await world.rig.simulator.outbound({ to: person.number })).items;
  const context = { from: '15550100001', id: asked!.wamid };
  const [runId] = await world.sends(person, { type: 'interactive', context, interactive });
  await world.makeTurn(runId!, 2);
}

async function outbound({ number }: Person) {
  return (await world.rig.simulator.outbound({ to: number })).items.map(({ body }) => body);
}

async function messageIdOf({ name }: Person): Promise<string> {
  const [row] = await world.sql<{ id: string }[]>`
    select m.id from messages m join contacts c on c.id = m.contact_id
    where c.name = ${name} and m.direction = 'outbound' and m.status = 'sent'`;
  return row!.id;
}
