/** A JSON object whose members have not been looked at yet. */
export type Json = Record<string, unknown>;

export interface Waba {
  id: string;
  name: string;
  /** Only a subscribed account's webhooks are sent (POST /{waba-id}/subscribed_apps). */
  subscribed: boolean;
  overrideUrl: string | null;
  templates: Template[];
  /** The one catalogue that is connected to the account. */
  catalog: Catalog;
  /** Name of a deleted approved template -> when it may be used again (ms). */
  blockedNames: Map<string, number>;
}

export interface Catalog {
  id: string;
  products: Product[];
}

export interface Product {
  /** Meta's `product_retailer_id`. */
  id: string;
  name: string;
  /** Of one piece. */
  price: number;
  currency: string;
}

export interface PhoneNumber {
  id: string;
  waba: Waba;
  displayPhoneNumber: string;
  /** The display number without anything but digits: what a person's phone calls this business. */
  digits: string;
  verifiedName: string;
  registered: boolean;
  overrideUrl: string | null;
  profile: Json;
  /** Token bucket of the throughput limit: messages left, and when that was worked out (ms). */
  tokens: number;
  tokensAt: number;
}

/** Someone with a phone. `waId` is null for a person known only by a business-scoped user id. */
export interface Person {
  id: string;
  waId: string | null;
  userId: string;
  name: string;
  username: string | null;
  /** True for a person whose number is not shared with businesses: webhooks then carry the user id only. */
  phoneHidden: boolean;
}

export interface Conversation {
  number: PhoneNumber;
  person: Person;
  /** Oldest first; entries leave together with the logs they live in. */
  messages: Message[];
  /** Latest Meta timestamp of an inbound message (ms), null when the person never wrote. */
  lastInboundAt: number | null;
  /** A click-to-WhatsApp message came at this time (ms) and waits for the business's first reply. */
  referredAt: number | null;
  freeEntryUntil: number | null;
  /** Token bucket of the pair limit. */
  pairTokens: number;
  pairTokensAt: number;
  unread: number;
}

export type OutboundStatus = 'accepted' | 'held' | 'sent' | 'delivered' | 'read' | 'played' | 'failed';

export interface OutboundMessage {
  direction: 'outbound';
  cursor: number;
  wamid: string;
  conversation: Conversation;
  /** False when the business addressed the person by user id: statuses then carry no recipient_id. */
  byPhone: boolean;
  type: string;
  /** The request body as it arrived. Kept as text: a parsed object takes several times the memory. */
  raw: string;
  callbackData: string | undefined;
  at: number;
  status: OutboundStatus;
  template: Template | undefined;
  pricing: Json | undefined;
  /** Pricing comes with `sent` and with the first of delivered and read. */
  pricingShown: boolean;
  /** True from acceptance on for a message that Meta will refuse later by webhook. */
  willFail: boolean;
  errorCode: number | undefined;
}

export interface InboundMessage {
  direction: 'inbound';
  cursor: number;
  wamid: string;
  conversation: Conversation;
  type: string;
  /** The element of `messages[]` as the webhook carries it. */
  message: Json;
  at: number;
  /** sent: on its way to the webhook; delivered: the webhook answered 200; read: the business marked it read. */
  status: 'sent' | 'delivered' | 'read';
}

export type Message = OutboundMessage | InboundMessage;

export type TemplateStatus =
  | 'APPROVED'
  | 'PENDING'
  | 'REJECTED'
  | 'PAUSED'
  | 'DISABLED'
  | 'IN_APPEAL'
  | 'PENDING_DELETION'
  | 'LIMIT_EXCEEDED'
  | 'ARCHIVED';

export interface Template {
  id: string;
  name: string;
  language: string;
  category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
  status: TemplateStatus;
  parameterFormat: 'POSITIONAL' | 'NAMED';
  /** Type names in capitals, whatever case they came in. */
  components: Json[];
  ttlSeconds: number | undefined;
  qualityScore: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
  rejectedReason: string;
  /** While true, sends are held for quality assessment (pacing). */
  held: boolean;
  editedAt: number[];
  changedAt: number;
}

/** An uploaded or received file. */
export interface MediaFile {
  id: string;
  number: PhoneNumber;
  bytes: Buffer;
  mimeType: string;
  sha256: string;
  expiresAt: number;
  filename: string | null;
}
