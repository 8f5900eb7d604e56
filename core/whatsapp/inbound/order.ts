/** Sums of an order without floating point noise: 599.9 and 2399 are 2998.90. */
import { asId, asNumber, asObjects } from './json.ts';
import type { JsonObject } from './sanitise.ts';

export interface OrderSummary {
  /** Pieces, all lines together. */
  itemCount: number;
  /** Decimal text with at least two places; null when a price is missing or the currencies differ. */
  total: string | null;
  currency: string | null;
}

export function summariseOrder(order: JsonObject): OrderSummary {
  const lines = asObjects(order.product_items);
  const quantities = lines.map((line) => Math.max(0, Math.floor(asNumber(line.quantity) ?? 1)));
  const currencies = new Set(lines.map((line) => asId(line.currency)));
  const prices = lines.map((line) => parseDecimal(asId(line.item_price)));
  const currency = currencies.size === 1 ? [...currencies][0]! : null;
  const isPriced = currency !== null && prices.every((price) => price !== null);
  return {
    itemCount: quantities.reduce((sum, quantity) => sum + quantity, 0),
    total: isPriced ? sumUp(prices, quantities) : null,
    currency,
  };
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
