import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { Json } from '../model.ts';
import { demoCatalog } from '../seed.ts';
import { buttons } from '../testing/bodies.ts';
import type { World } from '../testing/simulator-client.ts';
import { MAYA, startWorld } from '../testing/simulator-client.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.close());

const lastInbound = () => world.receiver.items.filter(({ kind }) => kind === 'message').at(-1)?.value;
const list = {
  type: 'interactive',
  interactive: {
    type: 'list',
    body: { text: 'Which day?' },
    action: { button: 'Days', sections: [{ rows: [{ id: 'mo', title: 'Monday', description: '9 to 5' }] }] },
  },
};

describe('pressing what was sent', () => {
  beforeEach(() => world.write());
  const press = (body: Json) => world.control('POST', 'inbound', { from: MAYA, ...body });

  it('answers with the button and quotes the message', async () => {
    const wamid = await world.send(buttons);
    await press({ press: { wamid, id: 'book' } });
    const message = await world.receiver.until(() => lastInbound()?.type === 'interactive' && lastInbound());
    expect(message).toMatchObject({
      context: { from: '15550100001', id: wamid },
      interactive: { type: 'button_reply', button_reply: { id: 'book', title: 'Book a visit' } },
    });
  });

  it('answers with the row of a list', async () => {
    const wamid = await world.send(list);
    await press({ press: { wamid, id: 'mo' } });
    const message = await world.receiver.until(() => lastInbound()?.type === 'interactive' && lastInbound());
    expect(message).toMatchObject({
      interactive: { type: 'list_reply', list_reply: { id: 'mo', title: 'Monday', description: '9 to 5' } },
    });
  });

  it('answers with payload and text of a template button; without a payload the text stands for it', async () => {
    const wamid = await world.send({
      type: 'template',
      template: {
        name: 'weekly_offer',
        language: { code: 'en_US' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Maya' },
              { type: 'text', text: '20%' },
            ],
          },
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: 0,
            parameters: [{ type: 'payload', payload: 'SHOW' }],
          },
        ],
      },
    });
    await press({ quickReply: { wamid, index: 0 } });
    const first = await world.receiver.until(() => lastInbound()?.type === 'button' && lastInbound());
    expect(first).toMatchObject({ context: { id: wamid }, button: { payload: 'SHOW', text: 'Show me' } });
    await press({ quickReply: { wamid, index: 1 } });
    await world.receiver.until(() => (lastInbound()?.button as Json | undefined)?.payload === 'Stop');
  });

  it('refuses a choice that is not there, in a sentence', async () => {
    const wamid = await world.send(buttons);
    const answer = await press({ press: { wamid, id: 'nothing' } });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      error: expect.stringContaining('no button or row with the id "nothing"') as string,
      field: 'press.id',
    });
    expect((await press({ press: { wamid: 'wamid.unknown', id: 'x' } })).status).toBe(422);
  });

  it('refuses someone else’s message', async () => {
    const wamid = await world.send(buttons);
    const answer = await world.control('POST', 'inbound', {
      from: '15550000009',
      press: { wamid, id: 'book' },
    });
    expect(answer.status).toBe(422);
  });
});

describe('a WhatsApp Flow', () => {
  const flow = {
    type: 'interactive',
    interactive: {
      type: 'flow',
      body: { text: 'Tell us when' },
      action: {
        name: 'flow',
        parameters: {
          flow_message_version: '3',
          flow_id: '4242',
          flow_cta: 'Choose a day',
          flow_token: 'tok-1',
          flow_action: 'navigate',
          flow_action_payload: { screen: 'DAYS', data: { name: 'Maya' } },
        },
      },
    },
  };

  it('opens with its data and comes back with token and answers', async () => {
    await world.write();
    const wamid = await world.send(flow);
    const thread = await world.control('GET', `thread?with=${MAYA}`);
    expect((thread.body.items as Json[]).at(-1)).toMatchObject({
      bubble: {
        buttons: [{ kind: 'form', title: 'Choose a day' }],
        form: { screen: 'DAYS', data: { name: 'Maya' } },
      },
    });
    await world.control('POST', 'inbound', {
      from: MAYA,
      form: { wamid, answers: { day: 'mon', guests: 2, extras: ['bow'] } },
    });
    const message = await world.receiver.until(() => lastInbound()?.type === 'interactive' && lastInbound());
    expect(message).toMatchObject({
      context: { from: '15550100001', id: wamid },
      interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent' } },
    });
    const { nfm_reply } = message.interactive as { nfm_reply: { response_json: string } };
    expect(JSON.parse(nfm_reply.response_json)).toEqual({
      flow_token: 'tok-1',
      day: 'mon',
      guests: 2,
      extras: ['bow'],
    });
  });

  it('is refused where the message opens none', async () => {
    await world.write();
    const wamid = await world.sendText();
    const answer = await world.control('POST', 'inbound', { from: MAYA, form: { wamid, answers: {} } });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'no_form', field: 'form.wamid' });
  });
});

describe('any inbound message', () => {
  it('passes as it is, with its own id', async () => {
    const message = {
      id: 'wamid.OWN',
      type: 'location',
      location: { latitude: 1, longitude: 2 },
      context: { forwarded: true },
    };
    const answer = await world.control('POST', 'inbound', { from: MAYA, message });
    expect([answer.status, answer.body]).toEqual([202, { wamid: 'wamid.OWN' }]);
    expect(await world.receiver.until(lastInbound)).toMatchObject(message);
  });

  it('gets a file that can be downloaded with the token when it is a picture', async () => {
    await world.control('POST', 'inbound', {
      from: MAYA,
      message: { type: 'image', image: { caption: 'Look' } },
    });
    const { image } = (await world.receiver.until(lastInbound)) as {
      image: { id: string; url: string; mime_type: string };
    };
    expect(image).toMatchObject({ caption: 'Look', mime_type: 'image/png' });
    const download = await world.call('GET', image.url);
    expect([download.status, download.headers.get('content-type')]).toEqual([200, 'image/png']);
  });
});

describe('shopping', () => {
  beforeEach(() => world.write());
  const inbound = (body: Json) => world.control('POST', 'inbound', { from: MAYA, ...body });
  const thread = async () => (await world.control('GET', `thread?with=${MAYA}`)).body.items as Json[];

  it('sends a cart with the prices of the catalogue, and shows it by name', async () => {
    const items = [
      { productId: 'mug-blue', quantity: 2 },
      { productId: 'tea-green', quantity: 1 },
    ];
    expect((await inbound({ order: { items, note: 'A gift' } })).status).toBe(202);
    const message = await world.receiver.until(() => lastInbound()?.type === 'order' && lastInbound());
    expect(message).toMatchObject({
      order: {
        catalog_id: demoCatalog.id,
        text: 'A gift',
        product_items: [
          { product_retailer_id: 'mug-blue', quantity: 2, item_price: 14.5, currency: 'EUR' },
          { product_retailer_id: 'tea-green', quantity: 1, item_price: 8.25, currency: 'EUR' },
        ],
      },
    });
    expect((await thread()).at(-1)?.bubble).toEqual({
      text: 'A gift',
      order: { lines: ['2 × Blue mug', '1 × Green tea, 100 g'], total: '37.25 EUR' },
    });
    expect(
      (await inbound({ order: { items: [{ productId: 'mug-green', quantity: 1 }] } })).body,
    ).toMatchObject({
      code: 'unknown_product',
      field: 'order.items.0.productId',
    });
  });

  it('takes another catalogue, whose products can be sent and looked at', async () => {
    const products = [{ id: 'rose', name: 'Rose', price: 3, currency: 'USD' }];
    await world.control('POST', 'catalog', { catalogId: '77', products });
    await world.send({
      type: 'interactive',
      interactive: { type: 'product', action: { catalog_id: '77', product_retailer_id: 'rose' } },
    });
    expect((await thread()).at(-1)?.bubble).toEqual({
      shelf: { button: 'View', sections: [{ title: '', products }] },
    });
  });

  it('answers with the button of a card', async () => {
    const cards = ['a', 'b'].map((id, index) => ({
      card_index: index,
      type: 'cta_url',
      header: { type: 'image', image: { link: `https://a.example/${id}.jpg` } },
      action: { buttons: [{ type: 'quick_reply', quick_reply: { id, title: 'This one' } }] },
    }));
    const wamid = await world.send({
      type: 'interactive',
      interactive: { type: 'carousel', body: { text: 'Which one?' }, action: { cards } },
    });
    await inbound({ press: { wamid, id: 'b' } });
    const message = await world.receiver.until(() => lastInbound()?.type === 'interactive' && lastInbound());
    expect(message).toMatchObject({
      context: { id: wamid },
      interactive: { type: 'button_reply', button_reply: { id: 'b', title: 'This one' } },
    });
  });
});
