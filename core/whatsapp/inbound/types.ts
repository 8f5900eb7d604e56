/** What a webhook delivery is taken apart into. `parseWebhook` makes these; the relay applies them, one by one. */
import type { ItemBase } from './item-base.ts';
import type { MalformedCause } from './malformed-causes.ts';
import type { AccountItem, NumberItem, TemplateItem } from './management-types.ts';
import type {
  InboundContent,
  MediaRef,
  MetaError,
  PersonIds,
  Press,
  Pricing,
  Referral,
  SenderIds,
} from './parts.ts';
import type { JsonObject } from './sanitise.ts';
import type { TimeSource } from './time.ts';

export type * from './management-types.ts';
export type * from './parts.ts';
export type { MalformedCause } from './malformed-causes.ts';

export type WebhookItem =
  | MessageItem
  | StatusItem
  | ReactionItem
  | EditItem
  | RevokeItem
  | WelcomeItem
  | IdentityChangeItem
  | SystemItem
  | EchoItem
  | HistoryItem
  | HistorySyncItem
  | PreferenceItem
  | StateSyncItem
  | CallItem
  | GroupItem
  | TemplateItem
  | AccountItem
  | NumberItem
  | ErrorItem
  | OtherItem
  | MalformedItem;

export type WebhookItemKind = WebhookItem['kind'];

/** Shared by everything that has the shape of a message. */
interface MessageLike extends ItemBase {
  wamid: string | null;
  from: SenderIds;
  /** Meta's type; `unknown` when it named none and the content doesn't tell. */
  type: string;
  /** Plain rendering of any type; null for media without caption. In [brackets] when these aren't the person's words. */
  text: string | null;
  content: InboundContent;
  sentAt: Date;
  sentAtSource: TimeSource;
  /** Written in a group: belongs to the person's record, but a reply to the person isn't a reply to it. */
  groupId: string | null;
}

/** A person wrote to us. */
export interface MessageItem extends MessageLike {
  kind: 'message';
  wamid: string;
  /** What the person typed or pressed, for keywords, consent words and answers: body, caption or title. */
  words: string | null;
  press: Press | null;
  media: MediaRef | null;
  /** Quoted message; null when the message quotes itself (seen in the field). */
  replyTo: string | null;
  referral: Referral | null;
  errors: MetaError[];
  /** Nothing to read in it (`unsupported`, 131060, unknown or hollow): the real message may follow under the same id. */
  isPlaceholder: boolean;
  /** Starts the 24 hours anew, from `sentAt`. Not in groups. */
  opensWindow: boolean;
  /** False for placeholders, groups, and when Meta's time can't be used: such a message may be weeks old. */
  startsFlows: boolean;
}

/** An emoji on a message. Doesn't open the window: Meta doesn't say that it does. */
export interface ReactionItem extends MessageLike {
  kind: 'reaction';
  targetWamid: string;
  /** null takes the reaction away. */
  emoji: string | null;
}

/** A person changed an earlier message; `text` and `content` are those of the event, `edited` is the new message. */
export interface EditItem extends MessageLike {
  kind: 'edit';
  targetWamid: string | null;
  edited: { type: string; text: string | null; content: InboundContent } | null;
}

/** A person deleted an earlier message for everyone. */
export interface RevokeItem extends MessageLike {
  kind: 'revoke';
  targetWamid: string | null;
}

/** A person opened the chat for the first time and wrote nothing yet. */
export interface WelcomeItem extends MessageLike {
  kind: 'requestWelcome';
  opensWindow: boolean;
}

/** A person's number or id is another one now. `securityCode`: same person, new device. */
export interface IdentityChangeItem extends ItemBase {
  kind: 'identityChange';
  change: 'number' | 'userId' | 'securityCode';
  /** Absent for `user_id_update`. */
  wamid: string | null;
  /** What the person was known by. Can be empty: then nothing can be moved. */
  previous: PersonIds;
  /** What the person is known by now; equal to `previous` for `securityCode`. */
  current: PersonIds;
  profileName: string | null;
  text: string | null;
  content: JsonObject;
  at: Date;
  atSource: TimeSource;
}

/** A system message that says nothing about identities. */
export interface SystemItem extends ItemBase {
  kind: 'system';
  wamid: string | null;
  from: SenderIds | null;
  systemType: string | null;
  text: string | null;
  content: JsonObject;
  at: Date;
  atSource: TimeSource;
}

/** The business wrote, from its phone app. Outbound: opens no window, starts no flow, the bot steps back. */
export interface EchoItem extends ItemBase {
  kind: 'echo';
  wamid: string;
  /** The person at the other end; null when the delivery doesn't tell. */
  to: SenderIds | null;
  type: string;
  text: string | null;
  content: InboundContent;
  media: MediaRef | null;
  sentAt: Date;
  sentAtSource: TimeSource;
  /** Set when it changes another message instead of being one. */
  action: 'edit' | 'revoke' | 'reaction' | null;
  targetWamid: string | null;
  groupId: string | null;
}

/** A message of the past, from the phone app's history. No flow, no unread mark, no window, no reply. */
export interface HistoryItem extends ItemBase {
  kind: 'history';
  wamid: string;
  person: SenderIds | null;
  /** By sender. A media part that follows its placeholder may claim another one: the first stored direction stays. */
  direction: 'inbound' | 'outbound';
  type: string;
  text: string | null;
  content: InboundContent;
  media: MediaRef | null;
  /** A `media_placeholder`, to be filled in under the same id. */
  isPlaceholder: boolean;
  /** `history_context.status`, lower case (read, delivered, played, ...). */
  status: string | null;
  sentAt: Date;
  sentAtSource: TimeSource;
  groupId: string | null;
}

/** How far the history import is, or why there won't be one. */
export interface HistorySyncItem extends ItemBase {
  kind: 'historySync';
  phase: number | null;
  chunkOrder: number | null;
  progressPercent: number | null;
  /** The business refused to share it (2593109). */
  isDeclined: boolean;
  errors: MetaError[];
}

/** Meta's own marketing switch in the chat, pressed by the person. */
export interface PreferenceItem extends ItemBase {
  kind: 'preference';
  person: SenderIds;
  category: string | null;
  /** `stop`, `resume`, `signup`, or a word that Meta adds one day. */
  value: string;
  /** What it means for marketing consent; null when it means nothing that we know. */
  marketing: 'granted' | 'denied' | null;
  detail: string | null;
  signupId: string | null;
  at: Date;
  atSource: TimeSource;
}

/** The address book of the phone app. Names may be taken over; nobody is opted in or deleted by it. */
export interface StateSyncItem extends ItemBase {
  kind: 'stateSync';
  action: string | null;
  person: SenderIds | null;
  fullName: string | null;
  firstName: string | null;
  at: Date;
  atSource: TimeSource;
}

export interface StatusItem extends ItemBase {
  kind: 'status';
  wamid: string;
  /** Lower case, as Meta named it. */
  status: string;
  /** null for a status we don't know: keep it as an event, change nothing. */
  rank: number | null;
  at: Date;
  atSource: TimeSource;
  /** Who it was sent to; for a group message who has read it. Makes no conversation and no contact. */
  recipient: SenderIds | null;
  groupId: string | null;
  /** Our message id, when it is one of ours. */
  callbackData: string | null;
  errors: MetaError[];
  pricing: Pricing | null;
  conversation: { id: string | null; originType: string | null; expiresAt: Date | null } | null;
}

/** A call or one of its steps. Call statuses come as `statuses[]` and are told apart here. */
export interface CallItem extends ItemBase {
  kind: 'call';
  callId: string | null;
  event: string | null;
  status: string | null;
  person: SenderIds | null;
  /** The person called us, which opens the window even when nobody answers. */
  isFromPerson: boolean;
  at: Date;
  atSource: TimeSource;
}

export interface GroupItem extends ItemBase {
  kind: 'group';
  groupId: string | null;
  event: string | null;
  errors: MetaError[];
  at: Date;
  atSource: TimeSource;
}

/** `value.errors`: a problem at Meta that belongs to no message. Operators must see it. */
export interface ErrorItem extends ItemBase {
  kind: 'error';
  error: MetaError;
}

/** A field that we keep but don't act on. */
export interface OtherItem extends ItemBase {
  kind: 'other';
  event: string | null;
}

/** A piece that can't be used. Goes to dead letters with its cause. */
export interface MalformedItem extends ItemBase {
  kind: 'malformed';
  cause: MalformedCause;
  /** One sentence for operators, without personal data. */
  detail: string;
  wamid: string | null;
}
