import { z } from 'zod';
import type { NodeManifest, TextUse } from '../contract.ts';
import { fallbackTemplate, label, liquidText, shortText, timeoutMs } from '../shared/fields.ts';
import { frameLimits } from '../shared/frame.ts';
import { WHATSAPP_LIMITS } from '../shared/limits.ts';
import { orderSaves, orderWrites } from '../shared/order-saves.ts';
import { answerClock } from '../shared/replies.ts';
import { answerPorts, sentPorts } from '../shared/steps.ts';
import { excerpt } from '../shared/summary.ts';
import { freeForm, templateTexts, text } from '../shared/uses.ts';

const section = z.strictObject({
  title: z.string().max(200),
  /** Ids of products in the catalogue. */
  products: z.array(shortText).max(50),
});

const schema = z.strictObject({
  label,
  /** What isn't of the kind that is shown stays in the data and isn't sent. */
  show: z.enum(['one', 'several', 'catalog']),
  /** Meta's id of the catalogue; not for `catalog`: there it is the one that is connected to the WhatsApp account. */
  catalogId: shortText,
  /** With `one`. */
  productId: shortText,
  /** With `several`. */
  sections: z.array(section).max(20),
  /** With `catalog`: whose picture stands above. */
  thumbnailId: shortText.optional(),
  /** With `several`, where WhatsApp wants one. */
  header: shortText.optional(),
  /** May stay empty with `one`. */
  body: liquidText,
  footer: shortText.optional(),
  /** Without it the run goes on as soon as the message is sent. */
  waitsForOrder: z.boolean(),
  saves: orderSaves,
  timeoutMs,
  fallback: fallbackTemplate,
});

export type SendProductsData = z.infer<typeof schema>;

export const ORDERED_PORT = 'ordered';

export const manifest: NodeManifest<'send-products', SendProductsData> = {
  type: 'send-products',
  typeVersion: 1,
  family: 'message',
  title: 'Products',
  docs: 'Shows products of your WhatsApp catalogue: one, several in sections, or all of it. Then it waits for the order, if you like, and saves what was ordered.',
  schema,
  defaults: () => ({
    show: 'one',
    catalogId: '',
    productId: '',
    sections: [{ title: '', products: [''] }],
    body: '',
    waitsForOrder: true,
    saves: {},
    timeoutMs: 24 * 60 * 60 * 1000,
  }),
  ports: ({ waitsForOrder, timeoutMs: ms }) =>
    waitsForOrder ? answerPorts([{ id: ORDERED_PORT, label: 'Ordered' }], ms) : sentPorts(),
  summary: (data) => excerpt(data.body, SUMMARIES[data.show]),
  limits: {
    ...frameLimits,
    products: WHATSAPP_LIMITS.products,
    sections: WHATSAPP_LIMITS.productSections,
    sectionTitle: WHATSAPP_LIMITS.sectionTitle,
    productId: WHATSAPP_LIMITS.productId,
  },
  clock: (data, port) => (data.waitsForOrder ? answerClock(port, data.timeoutMs) : { kind: 'instant' }),
  texts: (data) => [
    ...productTexts(data),
    ...text('body', data.body),
    ...text('footer', data.footer),
    ...templateTexts(data.fallback, 'fallback.'),
  ],
  messages: (data) => freeForm('body', data.fallback),
  writes: (data) => (data.waitsForOrder ? orderWrites(data.saves, ORDERED_PORT) : []),
};

const SUMMARIES = { one: 'A product', several: 'Products', catalog: 'The catalogue' };

function productTexts({
  show,
  catalogId,
  productId,
  sections,
  thumbnailId,
  header,
}: SendProductsData): TextUse[] {
  switch (show) {
    case 'one':
      return [...text('catalogId', catalogId), ...text('productId', productId)];
    case 'several':
      return [
        ...text('catalogId', catalogId),
        ...text('header', header),
        ...sections.flatMap(({ title, products }, at) => [
          ...text(`sections.${at}.title`, title),
          ...products.flatMap((id, index) => text(`sections.${at}.products.${index}`, id)),
        ]),
      ];
    case 'catalog':
      return text('thumbnailId', thumbnailId);
  }
}
