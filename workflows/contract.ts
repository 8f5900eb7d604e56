/**
 * What workflows, activities and clients agree on: names, ids, inputs and answers. Plain types and constants, safe to import
 * anywhere. Everything here ends up in histories: ids and small values only, no message text, phone number or name.
 */
import { defineSearchAttributeKey } from '@temporalio/common';

export const taskQueues = {
  /** Workflows and their local activities. */
  flow: 'flow',
  /** Sends that could not be made on the fast path, and agents' messages. */
  send: 'send',
} as const;

export const workflowIds = {
  flowRun: (orgId: string, runId: string) => `flow/${orgId}/${runId}`,
  conversationWindow: (orgId: string, conversationId: string, windowSeq: number) =>
    `window/${orgId}/${conversationId}/${windowSeq}`,
  conversationOutbox: (orgId: string, conversationId: string) => `outbox/${orgId}/${conversationId}`,
};

/** Registered by the worker's start-up; Keyword only: SQL visibility has ten of those and three of any other type. */
export const searchAttributes = {
  orgId: defineSearchAttributeKey('OrgId', 'KEYWORD'),
  contactId: defineSearchAttributeKey('ContactId', 'KEYWORD'),
  conversationId: defineSearchAttributeKey('ConversationId', 'KEYWORD'),
  flowId: defineSearchAttributeKey('FlowId', 'KEYWORD'),
  stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  nodeId: defineSearchAttributeKey('NodeId', 'KEYWORD'),
} as const;

export interface FlowRunInput {
  orgId: string;
  runId: string;
  /** Number of the last turn made; above 0 only after continue-as-new. */
  lastTurn: number;
}

/** Tells a reader of the history what woke the run; the run itself takes its events from Postgres. */
export interface WakeSignal {
  kind: 'started' | 'reply' | 'settled';
  ref: string | null;
}

export interface TurnInput {
  runId: string;
  turn: number;
  /** The workflow's time, RFC 3339: the only clock of a run. */
  now: string;
}

/** What the workflow does next. `place` is for operators: where the run is and what it waits for, in words. */
export type TurnResult =
  /** There is more to do at once. `turn` is the newest one in Postgres: counting goes on from there. */
  | { kind: 'again'; turn: number; place: Place }
  /** Sleep until `wakeAt` (null: for ever) or until woken. */
  | { kind: 'wait'; wakeAt: string | null; place: Place }
  /** The message could not be sent now; the `send` activity goes on with it. */
  | { kind: 'send'; messageId: string; place: Place }
  | { kind: 'ended'; outcome: string; place: Place };

export interface Place {
  stage: 'running' | 'waitingForReply' | 'delayed' | 'sending' | 'ended';
  nodeId: string | null;
  words: string;
}

export interface FlowActivities {
  turn(input: TurnInput): Promise<TurnResult>;
}

export interface SendInput {
  messageId: string;
  now: string;
}

/** Where a message ended up; throws a retryable failure while it is still worth trying. */
export interface SendActivities {
  send(input: SendInput): Promise<{ status: string }>;
}

export interface WindowInput {
  orgId: string;
  conversationId: string;
  windowSeq: number;
}

export interface WindowActivities {
  /** Closes the window when it has expired at `now`; else says until when it is open now. */
  closeWindow(input: WindowInput & { now: string }): Promise<{ openUntil: string | null }>;
}

export interface ConversationOutboxInput {
  orgId: string;
  conversationId: string;
}

export interface OutboxActivities {
  /** Messages that people or the API asked for and that haven't gone out, oldest first, up to a hundred. */
  queuedMessages(input: { conversationId: string; except: string[] }): Promise<{ messageIds: string[] }>;
  /** One attempt; not settled means that the `send` activity should go on with it. */
  trySend(input: SendInput): Promise<{ isSettled: boolean }>;
}

export const SEND_GIVE_UP = '24 hours';
