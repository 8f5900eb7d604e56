import type { Json } from '../model.ts';
import { demoCatalog } from '../seed.ts';
import type { WireCase } from './wire-cases.ts';

const to = '15551234567';
const interactive = (type: string, action: Json, more: Json = { body: { text: 'Look' } }): Json => ({
  to,
  type: 'interactive',
  interactive: { type, ...more, action },
});
const product = (id: string, catalogId: string = demoCatalog.id, more: Json = {}): Json =>
  interactive('product', { catalog_id: catalogId, product_retailer_id: id }, more);
const section = (ids: readonly string[], title?: string): Json => ({
  ...(title !== undefined && { title }),
  product_items: ids.map((id) => ({ product_retailer_id: id })),
});
const header = { type: 'text', text: 'Tea' };
const products = (sections: Json[], more: Json = { header }): Json =>
  interactive('product_list', { catalog_id: demoCatalog.id, sections }, { body: { text: 'Look' }, ...more });
const picture = (index: number, action: Json, more: Json = {}): Json => ({
  card_index: index,
  type: 'cta_url',
  header: { type: 'image', image: { link: `https://a.example/${index}.jpg` } },
  action,
  ...more,
});
const open = { name: 'cta_url', parameters: { display_text: 'Buy', url: 'https://a.example/' } };
const replies = (...ids: string[]): Json => ({
  buttons: ids.map((id) => ({ type: 'quick_reply', quick_reply: { id, title: 'More' } })),
});
const carousel = (...cards: Json[]): Json => interactive('carousel', { cards });

/** Products and carousels (reference section 2.4), with the catalogue of the seed. */
export const commerceWireCases: readonly WireCase[] = [
  { name: 'a product without words', body: product('mug-blue'), refusal: null },
  {
    name: 'a product with a header',
    body: product('mug-blue', demoCatalog.id, { header }),
    refusal: { code: 131009, details: 'Header' },
  },
  {
    name: 'a product that the catalogue has not',
    body: product('mug-green'),
    refusal: { code: 131009, details: 'mug-green' },
  },
  {
    name: 'a product of another catalogue',
    body: product('mug-blue', '77'),
    refusal: { code: 131009, details: '77' },
  },
  {
    name: 'a product without catalogue',
    body: interactive('product', { product_retailer_id: 'mug-blue' }),
    refusal: { code: 131008, details: 'catalog_id' },
  },
  {
    name: 'products in two sections',
    body: products([section(['mug-blue'], 'Mugs'), section(['tea-green', 'tea-black'], 'Tea')]),
    refusal: null,
  },
  { name: 'products in one section without title', body: products([section(['mug-blue'])]), refusal: null },
  {
    name: 'products without header',
    body: products([section(['mug-blue'])], {}),
    refusal: { code: 131008, details: 'header' },
  },
  {
    name: 'one of two sections without title',
    body: products([section(['mug-blue'], 'Mugs'), section(['tea-green'])]),
    refusal: { code: 131009, details: 'title' },
  },
  {
    name: 'a section title of 25 characters',
    body: products([section(['mug-blue'], 'x'.repeat(25))]),
    refusal: { code: 131009, details: '24' },
  },
  {
    name: '31 products',
    body: products([section(Array.from({ length: 31 }, () => 'mug-blue'))]),
    refusal: { code: 131009, details: '30' },
  },
  {
    name: 'the catalogue',
    body: interactive('catalog_message', { name: 'catalog_message' }),
    refusal: null,
  },
  {
    name: 'the catalogue under a product that it has not',
    body: interactive('catalog_message', {
      name: 'catalog_message',
      parameters: { thumbnail_product_retailer_id: 'mug-green' },
    }),
    refusal: { code: 131009, details: 'mug-green' },
  },
  { name: 'a carousel with links', body: carousel(picture(0, open), picture(1, open)), refusal: null },
  {
    name: 'a carousel with replies',
    body: carousel(picture(0, replies('a', 'b')), picture(1, replies('c', 'd'))),
    refusal: null,
  },
  { name: 'one card', body: carousel(picture(0, open)), refusal: { code: 131009, details: 'cards count' } },
  {
    name: 'cards with links and cards with replies',
    body: carousel(picture(0, open), picture(1, replies('a'))),
    refusal: { code: 131009, details: 'same' },
  },
  {
    name: 'cards with one reply and with two',
    body: carousel(picture(0, replies('a')), picture(1, replies('b', 'c'))),
    refusal: { code: 131009, details: 'same' },
  },
  {
    name: 'two replies of the same id',
    body: carousel(picture(0, replies('a')), picture(1, replies('a'))),
    refusal: { code: 131009, details: 'unique' },
  },
  {
    name: 'a card of 161 characters',
    body: carousel(picture(0, open, { body: { text: 'x'.repeat(161) } }), picture(1, open)),
    refusal: { code: 131009, details: '160' },
  },
  {
    name: 'a card of four lines',
    body: carousel(picture(0, open, { body: { text: 'a\nb\nc\nd' } }), picture(1, open)),
    refusal: { code: 131009, details: 'line breaks' },
  },
  {
    name: 'a card without picture',
    body: carousel(picture(0, open, { header }), picture(1, open)),
    refusal: { code: 131009, details: 'header' },
  },
];
