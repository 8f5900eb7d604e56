/** What goes into and comes out of `advance`: the state of a run, the events that move it, the commands it gives. */
import type { ConsentAnswer, ConsentPurpose } from '../messaging/consent.ts';
import type { OutboundContent, ReplyOption, SendPurpose } from '../messaging/content.ts';
import type { TemplateHeader } from '../messaging/template-parts.ts';
import type { AttributeRules } from '../people/attributes.ts';
import type { ContactField } from '../people/contact-fields.ts';
import type { NodeId, NodePath, PortId, Scalar, VariableValue } from './basics.ts';
import type { CallRequest, CallResult } from './calls.ts';
import type { ContactEvent, EventKey } from './events.ts';
import type { InboundOrder } from './order.ts';

/** Plain JSON, kept in `flow_runs.state`: no facts about the contact, no document. Times are RFC 3339 in UTC. */
export interface RunState {
  v: 2;
  /** The node the run stands on; null before the start and after the end. */
  nodeId: NodePath | null;
  wait: RunWait | null;
  /** Variables of the flow the run is in; inside a subflow, the subflow's own. */
  variables: Record<string, VariableValue>;
  /** Variables of the flows that called this one, the outermost first. */
  outer: Record<string, VariableValue>[];
  /** Node visits so far (limit 500) and since the last wait (limit 50). */
  visits: number;
  visitsSinceWait: number;
  /** Visits by node, of node types that ask for it. */
  nodeVisits: Record<NodePath, number>;
  /** Messages asked for so far; a send's ordinal is its number in this run. The same for calls. */
  sends: number;
  calls: number;
  /** Wrong answers so far at the node the run stands on. */
  tries: number;
  /** Set by the first step. */
  startedAt: string | null;
  /** The person wrote since the run last waited for time or for another event: what it sends now is expected. */
  isAnswering: boolean;
  ended: { outcome: RunOutcome; reason: string } | null;
  /** What rules of the flow have interrupted and `return` goes back to, the latest last. */
  interrupted: Interruption[];
  /** What the trigger brought, for `{{ trigger.text }}` and `{{ trigger.<field> }}`. */
  trigger: Record<string, VariableValue>;
}

export interface Interruption {
  /** The rule that took the run over. */
  rule: NodePath;
  /** The step where it did. */
  path: NodePath;
  /** The step's wrong answers that still count when it is asked again. */
  tries: number;
  /** Variables of the flows that were left for it, from below the rule's own flow to that of the step. */
  inner: Record<string, VariableValue>[];
  /** What was picked of several choices, after the first option of the page that was shown; only where something was. */
  offered?: OfferedOption[];
}

/** What a message offered, with what the person has picked of it so far where several may be picked. */
export interface OfferedOption extends ReplyOption {
  isPicked?: true;
  /** Its number on the page that was shown, where several may be picked and the words don't number all of them. */
  place?: number;
}

export type RunOutcome = 'completed' | 'exited' | 'failed';

export type RunWait =
  /** The result of a send that this turn makes. */
  | { kind: 'send'; nodeId: NodePath; ordinal: number; offered?: OfferedOption[] }
  /**
   * A reply of the person, until `until` (null: for ever). `sent`: ordinal of the step's own message, to which it is the answer.
   * `offered`: what that message offered, when its titles had placeholders.
   */
  | { kind: 'reply'; nodeId: NodePath; until: string | null; sent?: number; offered?: OfferedOption[] }
  /**
   * Time. With `hold` the node is entered then: quiet hours or the frequency cap keep its message back, or the run was moved to it
   * from a step that another version no longer has.
   */
  | { kind: 'delay'; nodeId: NodePath; until: string; hold?: 'quietHours' | 'frequencyCap' | 'moved' }
  /** One of these events of the contact. */
  | { kind: 'event'; nodeId: NodePath; until: string | null; listens: EventKey[] }
  /** The result of an HTTP request or of a question to a model. */
  | { kind: 'call'; nodeId: NodePath; ordinal: number }
  /** The end of another run that talks with this person; nothing has been done yet. */
  | { kind: 'turn'; nodeId: NodePath; until: null }
  /** An operator's word about a step that failed for good: retry, skip or exit. */
  | { kind: 'decision'; nodeId: NodePath; until: string; code: string };

export type EngineEvent =
  | {
      kind: 'started';
      triggerNodeId: NodeId;
      message: InboundReply | null;
      /** Fields of an API event and the like, for `{{ trigger.<field> }}`. */
      data?: Record<string, VariableValue>;
    }
  | { kind: 'reply'; message: InboundReply }
  /** One of the events that `listensTo` names. */
  | { kind: 'happened'; event: ContactEvent }
  /** The deadline of the current wait has passed: `now` is at or after `wait.until`. */
  | { kind: 'deadline' }
  | { kind: 'sendResult'; ordinal: number; result: SendResult }
  /** WhatsApp took the message, and said later that it doesn't reach the person. */
  | { kind: 'undelivered'; ordinal: number; error: { code: string; title: string } }
  | { kind: 'callResult'; ordinal: number; result: CallResult }
  /** No other run talks with the person any more. */
  | { kind: 'conversationFree' }
  /** Only for a run that waits for a decision. `skip` goes on by the step's first way out. */
  | { kind: 'decision'; action: 'retry' | 'skip' }
  /** Ends the run as exited, wherever it is. */
  | { kind: 'stop'; reason: string };

/** A message of the person, as nodes see it. */
export interface InboundReply {
  messageId: string;
  type: string;
  text: string | null;
  /**
   * Set when the person pressed a button or row: `id` as we sent it. One that stands elsewhere, on a message of another step, flow
   * or person, counts by its words where words are asked for, never as one of the step's own options.
   */
  press: { id: string; title: string; isElsewhere?: boolean } | null;
  /** The step whose message the press was made on, without one when no flow sent it; left out where that isn't known. */
  pressedAt?: { runId: string | null; nodeId: NodePath | null };
  /** A shared place. */
  location?: { latitude: number; longitude: number; name: string | null; address: string | null } | null;
  /** A file came with the message; its content is reached by `messageId`. */
  media?: { kind: 'image' | 'video' | 'audio' | 'document' | 'sticker'; mimeType: string | null } | null;
  /** The fields of a submitted WhatsApp Flow. */
  form?: Record<string, Scalar> | null;
  /** Sent from a catalogue; its note is the text. */
  order?: InboundOrder | null;
  /** The product of a catalogue under which the person wrote. */
  productId?: string | null;
  at: string;
}

/** `unknown` doesn't stop a run: it goes on as if sent, the message is shown as unknown. */
export type SendResult =
  { outcome: 'sent' | 'unknown' } | { outcome: 'failed'; error: { code: string; title: string } };

export type Command =
  | {
      kind: 'send';
      ordinal: number;
      nodeId: NodePath;
      content: OutboundContent;
      purpose: SendPurpose;
      /** Sent instead when the 24-hour window is closed and `content` is free-form. */
      fallback?: OutboundContent;
      /** The purpose of `fallback`: a template has its own category. */
      fallbackPurpose?: SendPurpose;
    }
  | { kind: 'call'; ordinal: number; nodeId: NodePath; request: CallRequest }
  | { kind: 'setAttribute'; name: string; value: Scalar }
  | { kind: 'setContact'; field: ContactField; value: string }
  | { kind: 'addTag'; tag: string }
  | { kind: 'removeTag'; tag: string }
  /** `requested` asks for a yes that a later answer gives (double opt-in). */
  | { kind: 'setConsent'; purpose: ConsentPurpose; state: ConsentAnswer }
  | { kind: 'reachGoal'; name: string }
  /** Hand the conversation to people: mode becomes human. */
  | { kind: 'assign'; assigneeId: string | null; teamId: string | null; note: string | null }
  /** The conversation becomes resolved. */
  | { kind: 'resolve' }
  /** Take the conversation back from people: mode becomes bot. */
  | { kind: 'resumeBot' };

/** One visit of a node, for `flow_run_steps` and the studio's overlay. A step is written when the node is left or starts to wait. */
export interface TraceStep {
  nodeId: NodePath;
  nodeType: string;
  /** The port by which the node was left; null while it waits or when it ended the run. */
  port: PortId | null;
  /** A stable code when something went wrong at this node, for example `window_closed`. */
  problem: string | null;
}

export interface AdvanceResult {
  state: RunState;
  commands: Command[];
  trace: TraceStep[];
}

/** Loaded in the same transaction as the state; never kept in it. */
export interface Facts {
  runId: string;
  contact: {
    id: string;
    name: string | null;
    phone: string | null;
    locale: string | null;
    timeZone: string | null;
    tags: string[];
    attributes: Record<string, Scalar>;
  };
  /** Null when there is no conversation yet (a run that no message started). */
  conversation: {
    mode: 'bot' | 'human';
    windowExpiresAt: string | null;
    /** For texts: the business's number as people see it, the team and the state of the conversation. */
    number?: string | null;
    team?: string | null;
    status?: string | null;
    /** Another run talks with the person just now. */
    isBusy?: boolean;
  } | null;
  /** Templates of the organisation by `name/language`. */
  templates: Record<string, TemplateFacts>;
  /** Definitions of attributes that the flow sets; others are free. */
  attributeRules?: AttributeRules;
  /** Of the organisation: for contacts without a time zone, and for business hours. */
  organization?: { timeZone: string; businessHours: BusinessHours | null };
  /** When messages that didn't answer the person went out, newest first; only loaded for a flow with a frequency cap. */
  unaskedSendsAt?: string[];
}

/** Opening times by weekday (1 Monday to 7 Sunday) as `HH:MM` pairs, and days that are closed as `2026-12-25`. */
export interface BusinessHours {
  weekly: Partial<Record<'1' | '2' | '3' | '4' | '5' | '6' | '7', { from: string; to: string }[]>>;
  closedOn: string[];
}

export interface TemplateFacts {
  status: string;
  category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
  /** The body's text with its placeholders, `{{1}}` or `{{name}}`. */
  body: string;
  /** What else takes values; left out where it isn't known. */
  header?: TemplateHeader;
  /** Places of the URL buttons whose address has a variable end. */
  urlButtons?: number[];
}
