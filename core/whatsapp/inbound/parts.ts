/** What items are made of. */
import type { JsonObject } from './sanitise.ts';

/** How a person was named. At least one of `waId` and `bsuid` is there. No field is ever an empty string. */
export interface SenderIds {
  /** Digits as Meta wrote them: what a reply goes to. Rarely a word that is neither number nor BSUID; then no `phone`. */
  waId?: string;
  /** `+` and digits, one way for all variants of a number (`canonicalPhone`): what people are looked up by. */
  phone?: string;
  /** Business-scoped user id. */
  bsuid?: string;
  parentBsuid?: string;
  /** Without `@`. Can change hands: never an identity. */
  username?: string;
  profileName?: string;
  /** Other `wa_id`s of the same person, from `contacts[]`. */
  alsoKnownAs: string[];
}

/** Error element of messages, statuses and values, whichever of Meta's shapes it had. */
export interface MetaError {
  code: number | null;
  title: string | null;
  details: string | null;
  href: string | null;
}

/** A pressed button, list row, template quick reply or finished flow. `id` is what the sender of the message set. */
export interface Press {
  kind: 'button' | 'list' | 'quickReply' | 'flow';
  id: string;
  title: string;
}

/** A file at Meta. Fetch it at once: `url` lives 5 minutes, the id 7 days. */
export interface MediaRef {
  id: string;
  kind: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  /** As Meta says; may carry parameters (`audio/ogg; codecs=opus`) and can be wrong. */
  mimeType: string | null;
  sha256: string | null;
  filename: string | null;
  url: string | null;
  /** Recorded as a voice note, not sent as a file. */
  isVoiceNote: boolean;
  isAnimated: boolean;
}

/** Came from a click on an ad or a post. */
export interface Referral {
  sourceUrl: string | null;
  sourceId: string | null;
  sourceType: string | null;
  headline: string | null;
  body: string | null;
  ctwaClid: string | null;
}

/**
 * What Meta's own object says, whole, plus `derived`: what we read out of it. Kept in `messages.content`, so names and shapes there
 * are a contract: `location {latitude, longitude, name, address}`, `media {id, kind, mimeType}`, `form` (answers of a finished
 * WhatsApp Flow, scalars by name), `flow {name, token, fields}` (the same, whole), `order` (`OrderSummary`), `sharedPhones`,
 * `referral {sourceId, sourceType}`, `product {catalogId, retailerId}` (what a question is about). Whoever stores a message adds `words` and `press`.
 */
export interface InboundContent extends JsonObject {
  derived: JsonObject;
}

export type PersonIds = Pick<SenderIds, 'waId' | 'phone' | 'bsuid' | 'parentBsuid'>;

export interface Pricing {
  billable: boolean | null;
  model: string | null;
  type: string | null;
  /** Lower case with underscores (`authentication_international`). */
  category: string | null;
}
