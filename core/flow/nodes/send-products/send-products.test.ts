import { describe, expect, it } from 'vitest';
import type { InboundReply } from '../../run.ts';
import { orders, presses, says, stepInput } from '../../testing.ts';
import { sendProducts } from './index.ts';
import type { SendProductsData } from './manifest.ts';

const data: SendProductsData = {
  show: 'one',
  catalogId: '194836987003835',
  productId: '{{ answers.sku }}',
  sections: [
    { title: 'New', products: ['aloe', '{{ answers.none }}', 'aloe'] },
    { title: '{{ answers.none }}', products: ['{{ answers.none }}'] },
    { title: 'For {{ contact.firstName }}', products: ['{{ answers.sku }}'] },
  ],
  header: 'Our plants',
  body: '',
  waitsForOrder: true,
  saves: {
    items: 'items',
    summary: 'summary',
    itemCount: 'pieces',
    total: 'total',
    currency: 'currency',
    note: 'note',
  },
  timeoutMs: 3_600_000,
};
const entered = stepInput({ kind: 'entered' }, { variables: { sku: 'di9ozbzfi4' } });
const reply = (message: InboundReply, change: Partial<SendProductsData> = {}, hasOther = true) =>
  sendProducts.advance(
    { ...data, ...change },
    stepInput({ kind: 'reply', message }, { hasEdge: () => hasOther }),
  );

describe('send-products', () => {
  it('sends one product, with words or without', () => {
    const product = { type: 'product', catalogId: '194836987003835', retailerId: 'di9ozbzfi4' };
    expect(sendProducts.advance(data, entered)).toEqual({
      kind: 'send',
      content: product,
      purpose: 'service',
    });
    const words = { body: 'Still there, {{ contact.firstName }}', footer: '{{ answers.none }}' };
    expect(sendProducts.advance({ ...data, ...words }, entered)).toMatchObject({
      content: { ...product, body: 'Still there, Maya' },
    });
  });

  it('sends several by sections, and leaves out what its placeholders leave empty', () => {
    expect(sendProducts.advance({ ...data, show: 'several', body: 'Have a look' }, entered)).toEqual({
      kind: 'send',
      content: {
        type: 'productList',
        header: 'Our plants',
        body: 'Have a look',
        catalogId: '194836987003835',
        sections: [
          { title: 'New', retailerIds: ['aloe'] },
          { title: 'For Maya', retailerIds: ['di9ozbzfi4'] },
        ],
      },
      purpose: 'service',
    });
    const one = { show: 'several', body: 'x', sections: [{ title: '', products: ['aloe'] }] } as const;
    expect(
      sendProducts.advance({ ...data, ...one, sections: [{ title: '', products: ['aloe'] }] }, entered),
    ).toMatchObject({ content: { sections: [{ retailerIds: ['aloe'] }] } });
  });

  it('takes several ids from one placeholder', () => {
    const skus = [{ sku: 'ivy' }, { sku: 'aloe' }, { sku: 'fern' }];
    const input = stepInput({ kind: 'entered' }, { variables: { skus } });
    const from = (product: string) =>
      sendProducts.advance(
        { ...data, show: 'several', body: 'x', sections: [{ title: '', products: ['aloe', product] }] },
        input,
      );
    const ids = { content: { sections: [{ retailerIds: ['aloe', 'ivy', 'fern'] }] } };
    expect(from('{{ answers.skus | map: "sku" | join: ", " }}')).toMatchObject(ids);
    expect(from('{{ answers.skus | lines: "[sku]" }}')).toMatchObject(ids);
    // An id that is written here is one id, whatever stands in it.
    expect(from('a,b')).toMatchObject({ content: { sections: [{ retailerIds: ['aloe', 'a,b'] }] } });
  });

  it('sends the whole catalogue, which is the one of the account', () => {
    const catalog = { ...data, show: 'catalog', body: 'All of it', catalogId: '' } as const;
    expect(sendProducts.advance(catalog, entered)).toMatchObject({
      content: { type: 'catalog', body: 'All of it' },
    });
    expect(sendProducts.advance({ ...catalog, thumbnailId: 'aloe' }, entered)).toMatchObject({
      content: { thumbnailRetailerId: 'aloe' },
    });
  });

  it('fails before a send that WhatsApp would refuse', () => {
    const codeOf = (change: Partial<SendProductsData>) => {
      const outcome = sendProducts.advance({ ...data, ...change }, stepInput({ kind: 'entered' }));
      return outcome.kind === 'fault' ? outcome.fault.code : outcome.kind;
    };
    expect(codeOf({})).toBe('product_missing');
    expect(codeOf({ productId: 'aloe', catalogId: '{{ answers.none }}' })).toBe('catalog_missing');
    expect(codeOf({ productId: 'x'.repeat(101) })).toBe('text_too_long');
    const several = { show: 'several', body: 'x' } as const;
    expect(codeOf({ ...several, sections: [{ title: '', products: ['{{ answers.none }}'] }] })).toBe(
      'product_missing',
    );
    const products = Array.from({ length: 31 }, (_, index) => `sku-${index}`);
    expect(codeOf({ ...several, sections: [{ title: '', products }] })).toBe('too_many_products');
    expect(codeOf({ ...several, sections: [{ title: '{{ answers.none }}', products: ['a'] }] })).toBe(
      'title_empty',
    );
    expect(codeOf({ ...several, header: '' })).toBe('text_empty');
  });

  it('has a template for a closed window', () => {
    const fallback = { name: 'thanks_update', language: 'en_US', header: [], body: ['Maya'] };
    expect(sendProducts.advance({ ...data, fallback }, entered)).toMatchObject({
      fallback: { type: 'template', name: 'thanks_update' },
      fallbackPurpose: 'utility',
    });
    expect(sendProducts.manifest.messages?.({ ...data, fallback })).toMatchObject([
      { template: null, fallback: { name: 'thanks_update' } },
    ]);
  });

  it('waits for an order and saves what was ordered', () => {
    expect(sendProducts.advance(data, stepInput({ kind: 'sent' }))).toEqual({
      kind: 'waitForReply',
      until: '2026-11-24T09:30:00.000Z',
    });
    expect(reply(orders({ note: 'For Sunday' }))).toEqual({
      kind: 'leave',
      port: 'ordered',
      isChosen: true,
      variables: {
        items: [
          {
            ...{ title: '2 × di9ozbzfi4 (30 USD each)', product: 'di9ozbzfi4' },
            ...{ quantity: 2, price: 30, currency: 'USD' },
          },
          {
            ...{ title: '1 × nqryix03ez (25 USD)', product: 'nqryix03ez' },
            ...{ quantity: 1, price: 25, currency: 'USD' },
          },
        ],
        summary: '2 × di9ozbzfi4 (30 USD each)\n1 × nqryix03ez (25 USD)',
        pieces: 3,
        total: 85,
        currency: 'USD',
        note: 'For Sunday',
      },
    });
    expect(reply(orders({ total: null, currency: null, items: [] }), { saves: { total: 't' } })).toEqual({
      kind: 'leave',
      port: 'ordered',
      isChosen: true,
      variables: { t: null },
    });
  });

  it('sends anything else to other, or goes on waiting, and gives up at the deadline', () => {
    for (const message of [says('how much?'), says(null), presses('yes')]) {
      expect(reply(message)).toEqual({ kind: 'leave', port: 'other' });
      expect(reply(message, {}, false)).toEqual({ kind: 'keepWaiting' });
    }
    expect(sendProducts.advance(data, stepInput({ kind: 'deadline' }))).toEqual({
      kind: 'leave',
      port: 'no-reply',
    });
  });

  it('goes on at once when nobody waits for the order', () => {
    const { manifest } = sendProducts;
    const quick = { ...data, waitsForOrder: false };
    expect(sendProducts.advance(quick, stepInput({ kind: 'sent' }))).toEqual({ kind: 'leave', port: 'sent' });
    expect(manifest.ports(quick).map(({ id }) => id)).toEqual(['sent', 'failed']);
    expect(manifest.ports(data).map(({ id }) => id)).toEqual(['ordered', 'other', 'no-reply', 'failed']);
    expect(manifest.writes?.(quick)).toEqual([]);
    expect(manifest.writes?.({ ...data, saves: { total: 't' } })).toEqual([
      { field: 'saves.total', name: 't', type: 'number', ports: ['ordered'] },
    ]);
  });

  it('reads only texts of what it shows', () => {
    const fields = (change: Partial<SendProductsData>) =>
      sendProducts.manifest.texts?.({ ...data, body: 'x', ...change }).map(({ field }) => field);
    expect(fields({})).toEqual(['catalogId', 'productId', 'body']);
    expect(fields({ show: 'catalog', thumbnailId: 'a' })).toEqual(['thumbnailId', 'body']);
    expect(fields({ show: 'several' })).toContain('sections.2.products.0');
  });

  it('reports what a draft lacks', () => {
    const problems = (change: Partial<SendProductsData>) =>
      sendProducts.validate({ ...data, ...change }).map(({ code, field }) => `${code} ${field}`);
    expect(problems({})).toEqual([]);
    expect(problems({ catalogId: '', productId: '' })).toEqual([
      'required-field catalogId',
      'required-field productId',
    ]);
    expect(problems({ show: 'catalog', catalogId: '' })).toEqual(['required-field body']);
    const several = { show: 'several', body: 'x' } as const;
    expect(problems({ ...several, header: '', sections: [] })).toEqual([
      'required-field header',
      'required-field sections',
    ]);
    expect(
      problems({
        ...several,
        sections: [
          { title: '', products: ['a'] },
          { title: 'x'.repeat(25), products: [] },
        ],
      }),
    ).toEqual([
      'required-field sections.0.title',
      'over-limit-text sections.1.title',
      'required-field sections.1.products',
    ]);
    const products = Array.from({ length: 31 }, (_, index) => `sku-${index}`);
    expect(problems({ ...several, sections: [{ title: '', products }] })).toEqual([
      'over-limit-count sections',
    ]);
    expect(problems({ saves: { items: 'a', total: 'a', note: 'not a name' } })).toEqual([
      'duplicate-name saves.total',
      'bad-name saves.note',
    ]);
    expect(problems({ waitsForOrder: false, saves: { items: 'a', total: 'a' } })).toEqual([]);
  });
});
