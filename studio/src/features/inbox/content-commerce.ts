/** Products, orders and carousels, as `contentView` reads them. */
import { priceText } from '../../../../core/flow/order.ts';
import { list, object, string } from './json.ts';

/** Products by their ids; `catalog` shows all of them, under the one that is named, if any. */
export interface ProductsView {
  kind: 'products';
  of: 'product' | 'productList' | 'catalog';
  header: string | null;
  body: string | null;
  footer: string | null;
  sections: { title: string | null; ids: string[] }[];
}

export interface OrderView {
  kind: 'order';
  lines: OrderLineView[];
  total: string | null;
  note: string | null;
}

export interface OrderLineView {
  id: string;
  quantity: number;
  /** Of one piece, with its currency; null when the order names none. */
  price: string | null;
}

export interface CarouselView {
  kind: 'carousel';
  body: string;
  cards: CardView[];
}

export interface CardView {
  media: 'image' | 'video';
  mediaUrl: string | null;
  body: string | null;
  /** Null for a card with replies. */
  link: { label: string; url: string | null } | null;
  replies: string[];
}

type Fields = Readonly<Record<string, unknown>>;

export function productsView(content: Fields): ProductsView | null {
  const words = {
    header: string(content.header),
    body: string(content.body),
    footer: string(content.footer),
  };
  switch (string(content.type)) {
    case 'product':
      return { kind: 'products', of: 'product', ...words, sections: [sectionOf(null, [content.retailerId])] };
    case 'catalog': {
      const { thumbnailRetailerId } = content;
      return {
        kind: 'products',
        of: 'catalog',
        ...words,
        sections: [sectionOf(null, [thumbnailRetailerId])],
      };
    }
    case 'productList': {
      const sections = list(content.sections).map((section) =>
        sectionOf(object(section)?.title, list(object(section)?.retailerIds)),
      );
      return { kind: 'products', of: 'productList', ...words, sections };
    }
    default:
      return null;
  }
}

function sectionOf(title: unknown, ids: readonly unknown[]) {
  return { title: string(title), ids: ids.flatMap((id) => string(id) ?? []) };
}

export function carouselView(content: Fields): CarouselView | null {
  const body = string(content.body);
  return body === null ? null : { kind: 'carousel', body, cards: list(content.cards).map(cardOf) };
}

function cardOf(item: unknown): CardView {
  const card = object(item);
  const header = object(card?.header);
  const link = object(card?.link);
  return {
    media: header?.kind === 'video' ? 'video' : 'image',
    mediaUrl: string(header?.link),
    body: string(card?.body),
    link: link && { label: string(link.label) ?? 'Open', url: string(link.url) },
    replies: list(card?.buttons).flatMap((button) => string(object(button)?.title) ?? []),
  };
}

/** Orders from before their lines were kept show their text. */
export function orderView(order: Fields | null): OrderView | null {
  const lines = list(order?.items).flatMap((item): OrderLineView[] => {
    const line = object(item);
    const quantity = typeof line?.quantity === 'number' ? line.quantity : 1;
    const price = money(line?.price, line?.currency);
    return line === null ? [] : [{ id: string(line.retailerId) ?? 'Unknown product', quantity, price }];
  });
  if (lines.length === 0) return null;
  return { kind: 'order', lines, total: money(order?.total, order?.currency), note: string(order?.note) };
}

function money(amount: unknown, currency: unknown): string | null {
  const [sum, unit] = [string(amount), string(currency)];
  return sum === null ? null : [priceText(sum), unit].filter((part) => part !== null).join(' ');
}

/** The product under which a person wrote, by its id. */
export function askedAbout(content: Fields): string | null {
  return string(object(object(content.derived)?.product)?.retailerId);
}
