/** An order that a person sent from a catalogue: what flows can say of it. */
import type { ListItem, VariableType, VariableValue } from './basics.ts';
import { listOf } from './lists.ts';

/** As `core/whatsapp/inbound` reads it (`derived.order`). */
export interface InboundOrder {
  catalogId: string | null;
  /** What the person wrote with it. */
  note: string | null;
  items: OrderItem[];
  /** Pieces, all lines together. */
  itemCount: number;
  /** Decimal text; null when a price is missing or the currencies differ. */
  total: string | null;
  currency: string | null;
}

export interface OrderItem {
  /** The product's id in the catalogue. WhatsApp sends no names. */
  productId: string;
  quantity: number;
  /** Decimal text, of one piece. */
  price: string | null;
  currency: string | null;
}

/** What can be kept of an order, under the names that a trigger brings it by. */
export const ORDER_FIELDS = {
  /** Rows of `product`, `quantity`, `price`, `currency` and `title`, which says all of it. */
  items: 'list',
  /** The titles, a line each. */
  summary: 'text',
  itemCount: 'number',
  total: 'number',
  currency: 'text',
  note: 'text',
} as const satisfies Record<string, VariableType>;

export type OrderField = keyof typeof ORDER_FIELDS;

export const orderFieldNames = Object.keys(ORDER_FIELDS) as OrderField[];

export function orderFields(order: InboundOrder): Record<OrderField, VariableValue> {
  const { itemCount, total, currency, note } = order;
  const { list } = listOf(order.items.map(rowOf));
  return {
    items: list,
    summary: summaryOf(order),
    itemCount,
    total: total === null ? null : Number(total),
    currency,
    note,
  };
}

function rowOf(item: OrderItem): ListItem {
  const { productId, quantity, price, currency } = item;
  const each = price === null ? null : Number(price);
  return { title: titleOf(item), product: productId, quantity, price: each, currency };
}

/** A text that a message can repeat, far below the length of one. */
const MAX_LINES = 50;

function summaryOf({ items }: InboundOrder): string | null {
  if (items.length === 0) return null;
  const lines = items.slice(0, MAX_LINES).map(titleOf);
  if (items.length > MAX_LINES) lines.push(`and ${items.length - MAX_LINES} more`);
  return lines.join('\n');
}

/** `2 × sku-1 (30 USD each)` */
function titleOf({ productId, quantity, price, currency }: OrderItem): string {
  if (price === null) return `${quantity} × ${productId}`;
  const cost = [priceText(price), currency, quantity === 1 ? null : 'each'];
  return `${quantity} × ${productId} (${cost.filter((part) => part !== null).join(' ')})`;
}

/** Meta writes 14.50 as the number 14.5. */
export function priceText(price: string): string {
  return /^\d+\.\d$/.test(price) ? `${price}0` : price;
}
