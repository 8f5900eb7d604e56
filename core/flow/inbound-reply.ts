/** A stored message of a person as nodes see it. */
import type { Scalar, VariableValue } from './basics.ts';
import { orderFields } from './order.ts';
import type { InboundOrder } from './order.ts';
import type { InboundReply } from './run.ts';

/** A row of `messages`, direction inbound. */
export interface StoredInbound {
  id: string;
  /** Meta's type. */
  type: string;
  /** Meta's object with what we read out of it in `derived` (`core/whatsapp/inbound`). */
  content: unknown;
  /** When the person sent it. */
  at: Date | string;
  /** What was pressed, when it is a message that we know. */
  pressedAt?: InboundReply['pressedAt'] | null;
}

/** Total: of a damaged or very old row only what can be read is there. */
export function inboundReply({ id, type, content, at, pressedAt }: StoredInbound): InboundReply {
  const derived = object(object(content)?.derived) ?? {};
  return {
    messageId: id,
    type,
    text: text(derived.words),
    press: pressOf(object(derived.press)),
    ...(pressedAt ? { pressedAt } : {}),
    location: locationOf(object(derived.location)),
    media: mediaOf(object(derived.media)),
    form: formOf(object(derived.form)),
    order: orderOf(object(derived.order)),
    productId: text(object(derived.product)?.retailerId),
    at: typeof at === 'string' ? at : at.toISOString(),
  };
}

/** What a message that starts a flow brings as `trigger.<field>`. */
export function triggerValues(message: InboundReply): Record<string, VariableValue> {
  const { text: words, press, order, productId } = message;
  return {
    text: words ?? press?.title ?? null,
    ...(productId ? { productId } : {}),
    ...(order ? orderFields(order) : {}),
  };
}

function pressOf(press: Fields | null): InboundReply['press'] {
  const id = text(press?.id);
  return id === null ? null : { id, title: text(press?.title) ?? id };
}

function locationOf(location: Fields | null): InboundReply['location'] {
  if (location === null) return null;
  const { latitude, longitude } = location;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  return { latitude, longitude, name: text(location.name), address: text(location.address) };
}

const MEDIA_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const;

function mediaOf(media: Fields | null): InboundReply['media'] {
  const kind = MEDIA_KINDS.find((one) => one === media?.kind);
  return kind === undefined ? null : { kind, mimeType: text(media?.mimeType) };
}

function formOf(form: Fields | null): InboundReply['form'] {
  if (form === null) return null;
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, scalar(value)]));
}

/** Rows of an older version hold no lines: then only the sums are known. */
function orderOf(order: Fields | null): InboundOrder | null {
  if (order === null) return null;
  const lines = Array.isArray(order.items) ? order.items.map(object) : [];
  return {
    catalogId: text(order.catalogId),
    note: text(order.note),
    items: lines.flatMap((line) => {
      const productId = text(line?.retailerId);
      if (line === null || productId === null) return [];
      return [
        { productId, quantity: count(line.quantity), price: text(line.price), currency: text(line.currency) },
      ];
    }),
    itemCount: count(order.itemCount),
    total: text(order.total),
    currency: text(order.currency),
  };
}

function count(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : 0;
}

function scalar(value: unknown): Scalar {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

type Fields = Readonly<Record<string, unknown>>;

function object(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
