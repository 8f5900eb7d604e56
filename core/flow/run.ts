/** What goes into and comes out of `advance`: the state of a run, the events that move it, the commands it gives. */
import type { OutboundContent, SendPurpose } from '../messaging/content.ts';
import type { NodeId, PortId, VariableValue } from './basics.ts';

/** Plain JSON, kept in `flow_runs.state`: no facts about the contact, no document. Times are RFC 3339 in UTC. */
export interface RunState {
  v: 1;
  /** The node the run stands on; null before the start and after the end. */
  nodeId: NodeId | null;
  wait: RunWait | null;
  variables: Record<string, VariableValue>;
  /** Node visits so far (limit 500) and since the last wait (limit 50). */
  visits: number;
  visitsSinceWait: number;
  /** Messages asked for so far; a send's ordinal is its number in this run. */
  sends: number;
  /** Wrong answers so far at the node the run stands on. */
  tries: number;
  ended: { outcome: RunOutcome; reason: string } | null;
  /** Text of the message that started the run, for `{{ trigger.text }}`; null when no message did. */
  triggerText: string | null;
}

export type RunOutcome = 'completed' | 'exited' | 'failed';

export type RunWait =
  /** The result of a send that this turn makes. */
  | { kind: 'send'; nodeId: NodeId; ordinal: number }
  /** A reply of the person, until `until` (null: for ever). */
  | { kind: 'reply'; nodeId: NodeId; until: string | null }
  | { kind: 'delay'; nodeId: NodeId; until: string };

export type EngineEvent =
  | { kind: 'started'; triggerNodeId: NodeId; message: InboundReply | null }
  | { kind: 'reply'; message: InboundReply }
  /** The deadline of the current wait has passed: `now` is at or after `wait.until`. */
  | { kind: 'deadline' }
  | { kind: 'sendResult'; ordinal: number; result: SendResult };

/** A message of the person, as nodes see it. */
export interface InboundReply {
  messageId: string;
  type: string;
  text: string | null;
  /** Set when the person pressed a button or row: `id` as we sent it. */
  press: { id: string; title: string } | null;
  at: string;
}

/** `unknown` doesn't stop a run: it goes on as if sent, the message is shown as unknown. */
export type SendResult =
  { outcome: 'sent' | 'unknown' } | { outcome: 'failed'; error: { code: string; title: string } };

export type Command =
  | {
      kind: 'send';
      ordinal: number;
      nodeId: NodeId;
      content: OutboundContent;
      purpose: SendPurpose;
      /** Sent instead when the 24-hour window is closed and `content` is free-form. */
      fallback?: OutboundContent;
      /** The purpose of `fallback`: a template has its own category. */
      fallbackPurpose?: SendPurpose;
    }
  | { kind: 'setAttribute'; name: string; value: VariableValue }
  | { kind: 'addTag'; tag: string }
  | { kind: 'removeTag'; tag: string }
  /** Hand the conversation to people: mode becomes human. */
  | { kind: 'assign'; assigneeId: string | null; teamId: string | null; note: string | null };

/** One visit of a node, for `flow_run_steps` and the studio's overlay. A step is written when the node is left or starts to wait. */
export interface TraceStep {
  nodeId: NodeId;
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
    attributes: Record<string, VariableValue>;
  };
  /** Null when there is no conversation yet (a run that no message started). */
  conversation: { mode: 'bot' | 'human'; windowExpiresAt: string | null } | null;
  /** Templates of the organisation by `name/language`. */
  templates: Record<string, TemplateFacts>;
}

export interface TemplateFacts {
  status: string;
  category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';
  /** The body's text with `{{1}}` placeholders. */
  body: string;
}
