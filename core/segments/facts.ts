/** What the rules of segments look at, of one contact. Times in RFC 3339. */
import type { ConsentPurpose, ConsentState } from '../messaging/consent.ts';
export interface SegmentFacts {
  name: string | null;
  /** Of the phone number, ISO 3166. */
  country: string | null;
  locale: string | null;
  /** Digits, country code first. */
  phones: readonly string[];
  tags: readonly string[];
  attributes: Readonly<Record<string, unknown>>;
  consent: Readonly<Record<ConsentPurpose, ConsentState>>;
  createdAt: string;
  /** On any number of the organisation. */
  lastInboundAt: string | null;
  /** The last one that WhatsApp took and that didn't fail. */
  lastOutboundAt: string | null;
  /** Only those that some test asks for. */
  events: readonly { event: string; name: string; at: string }[];
  conversations: readonly ConversationFact[];
  /** The newest first; empty when no test asks for them. */
  messages: readonly MessageFact[];
  runs: readonly RunFact[];
  /** Goals reached in a flow. */
  goals: readonly { name: string; flowId: string | null; at: string }[];
}

export interface ConversationFact {
  phoneNumberId: string;
  status: string;
  mode: string;
  isAssigned: boolean;
  isUnread: boolean;
  windowExpiresAt: string | null;
}

export interface MessageFact {
  /** `received`: from the contact; every other one is a state of what we sent. */
  status: string;
  source: string;
  campaignId: string | null;
  at: string;
}

export interface RunFact {
  flowId: string;
  status: string;
  startedAt: string;
  endedAt: string | null;
}
