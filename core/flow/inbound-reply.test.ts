import { describe, expect, it } from 'vitest';
import { readContent } from '../whatsapp/inbound/content.ts';
import type { JsonObject } from '../whatsapp/inbound/sanitise.ts';
import { inboundReply, triggerValues } from './inbound-reply.ts';

const at = '2026-11-24T08:30:00.000Z';

/** As the relay stores it: what was read, with the words and the press beside it. */
function stored(message: JsonObject) {
  const { type, content, words, press } = readContent(message);
  const derived = { ...content.derived, words, press };
  return { id: 'm-1', type, content: { ...content, derived }, at };
}

describe('inboundReply', () => {
  it('takes words and presses', () => {
    expect(inboundReply(stored({ type: 'text', text: { body: 'hi' } }))).toEqual({
      messageId: 'm-1',
      type: 'text',
      text: 'hi',
      press: null,
      location: null,
      media: null,
      form: null,
      order: null,
      productId: null,
      at,
    });
    const button_reply = { id: 'yes', title: 'Yes' };
    expect(
      inboundReply(stored({ type: 'interactive', interactive: { type: 'button_reply', button_reply } })),
    ).toMatchObject({ text: 'Yes', press: { id: 'yes', title: 'Yes' } });
  });

  it('takes a place, also one whose coordinates came as texts', () => {
    const location = { latitude: '52.52', longitude: 13.405, name: 'Shop' };
    expect(inboundReply(stored({ type: 'location', location })).location).toEqual({
      latitude: 52.52,
      longitude: 13.405,
      name: 'Shop',
      address: null,
    });
    const unusable: JsonObject[] = [
      { latitude: 'north', longitude: 1 },
      { latitude: 91, longitude: 1 },
      { name: 'x' },
    ];
    for (const broken of unusable)
      expect(inboundReply(stored({ type: 'location', location: broken })).location).toBeNull();
  });

  it('takes the kind of a file; a voice note is audio', () => {
    const image = { id: '7', mime_type: 'image/jpeg', caption: 'look' };
    expect(inboundReply(stored({ type: 'image', image }))).toMatchObject({
      text: 'look',
      media: { kind: 'image', mimeType: 'image/jpeg' },
    });
    expect(inboundReply(stored({ type: 'voice', voice: { id: '8' } })).media).toEqual({
      kind: 'audio',
      mimeType: null,
    });
  });

  it('takes the answers of a form as scalars, without its token', () => {
    const response_json = JSON.stringify({
      flow_token: 't-1',
      size: 'M',
      count: 2,
      gift: true,
      note: null,
      days: ['mon', 'tue'],
      long: 'x'.repeat(5_000),
      ['__proto__']: 'own',
    });
    const reply = inboundReply(
      stored({
        type: 'interactive',
        interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json } },
      }),
    );
    expect(reply).toMatchObject({ text: null, press: { id: 't-1', title: 'Sent' } });
    expect(reply.form).toMatchObject({
      size: 'M',
      count: 2,
      gift: true,
      note: null,
      days: '["mon","tue"]',
      long: 'x'.repeat(4_096),
    });
    expect(Object.keys(reply.form ?? {})).not.toContain('flow_token');
  });

  it('takes an order with its lines, and of one from before lines were kept its sums', () => {
    const product_items = [
      { product_retailer_id: 'sku-1', quantity: '2', item_price: 4500, currency: 'KES' },
      { product_retailer_id: 7, quantity: 1, item_price: '0.50', currency: 'KES' },
    ];
    const placed = inboundReply(
      stored({ type: 'order', order: { catalog_id: 'C1', text: 'for Sunday', product_items } }),
    );
    expect(placed).toMatchObject({ text: 'for Sunday', press: null });
    expect(placed.order).toEqual({
      catalogId: 'C1',
      note: 'for Sunday',
      items: [
        { productId: 'sku-1', quantity: 2, price: '4500', currency: 'KES' },
        { productId: '7', quantity: 1, price: '0.50', currency: 'KES' },
      ],
      itemCount: 3,
      total: '9000.50',
      currency: 'KES',
    });
    const older = { derived: { order: { itemCount: 2, total: '3.00', currency: 'EUR' } } };
    expect(inboundReply({ id: 'm', type: 'order', content: older, at }).order).toMatchObject({
      catalogId: null,
      items: [],
      total: '3.00',
    });
  });

  it('knows the product under which a question was asked', () => {
    const derived = { product: { catalogId: '77', retailerId: 'sku-1' } };
    const question = inboundReply({ id: 'm', type: 'text', content: { derived }, at });
    expect(question.productId).toBe('sku-1');
    expect(triggerValues(question)).toEqual({ text: null, productId: 'sku-1' });
  });

  it('reads what it can of rows that hold anything', () => {
    for (const content of [
      { derived: { order: [] } },
      null,
      'x',
      [],
      {},
      { derived: null },
      { derived: { press: {}, location: {}, media: { kind: 'gif' }, form: [] } },
    ]) {
      expect(inboundReply({ id: 'm', type: 'text', content, at: new Date(at) })).toEqual({
        messageId: 'm',
        type: 'text',
        text: null,
        press: null,
        location: null,
        media: null,
        form: null,
        order: null,
        productId: null,
        at,
      });
    }
  });
});
