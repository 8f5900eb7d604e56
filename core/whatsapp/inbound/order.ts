/** What a person ordered from a catalogue, with sums without floating point noise: 599.9 and 2399 are 2998.90. */
import { asId, asNumber, asObjects, asText } from './json.ts';
import type { JsonObject } from './sanitise.ts';

/** Kept in `derived.order`, which flows and the inbox read: names are a contract. */
export interface OrderSummary {
  catalogId: string | null;
  /** What the person wrote with it. */
  note: string | null;
  /** At most 200 lines; Meta's own object keeps all of them. */
  items: OrderLine[];
  /** Pieces, all lines together. */
  itemCount: number;
  /** Decimal text with at least two places; null when a price is missing or the currencies differ. */
  total: string | null;
  currency: string | null;
}

export interface OrderLine {
  /** The product's id in the catalogue; null in a damaged line. */
  retailerId: string | null;
  quantity: number;
  /** Decimal text as Meta wrote it, of one piece. */
  price: string | null;
  currency: string | null;
}

/** Far more than a cart of WhatsApp holds. */
const MAX_LINES = 200;

export function summariseOrder(order: JsonObject): OrderSummary {
  const lines = asObjects(order.product_items);
  const quantities = lines.map(quantityOf);
  const currencies = new Set(lines.map((line) => asId(line.currency)));
  const prices = lines.map((line) => parseDecimal(asId(line.item_price)));
  const currency = currencies.size === 1 ? [...currencies][0]! : null;
  const isPriced = currency !== null && prices.every((price) => price !== null);
  return {
    catalogId: asId(order.catalog_id),
    note: asText(order.text),
    items: lines.slice(0, MAX_LINES).map((line) => ({
      retailerId: asId(line.product_retailer_id),
      quantity: quantityOf(line),
      price: asId(line.item_price),
      currency: asId(line.currency),
    })),
    itemCount: quantities.reduce((sum, quantity) => sum + quantity, 0),
    total: isPriced ? sumUp(prices, quantities) : null,
    currency,
  };
}

function quantityOf({ quantity }: JsonObject): number {
  return Math.max(0, Math.floor(asNumber(quantity) ?? 1));
}

interface Decimal {
  units: bigint;
  scale: number;
}

function parseDecimal(text: string | null): Decimal | null {
  const match = /^(\d{1,15})(?:\.(\d{1,10}))?$/.exec(text ?? '');
  if (match === null) return null;
  const fraction = match[2] ?? '';
  return { units: BigInt(match[1] + fraction), scale: fraction.length };
}

function sumUp(prices: Decimal[], quantities: number[]): string {
  const scale = Math.max(2, ...prices.map((price) => price.scale));
  const total = prices.reduce((sum, price, i) => {
    const quantity = BigInt(Math.min(quantities[i] ?? 1, Number.MAX_SAFE_INTEGER));
    return sum + price.units * 10n ** BigInt(scale - price.scale) * quantity;
  }, 0n);
  const digits = total.toString().padStart(scale + 1, '0');
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
