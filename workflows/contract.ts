/**
 * What workflows, activities and clients agree on: names and ids of all, inputs and answers of those that talk with people; the
 * others' are in `housekeeping-contract.ts`. Plain types and constants, safe to import anywhere. Everything here ends up in
 * histories: ids and small values only, no message text, phone number or name.
 */
import { defineSearchAttributeKey } from '@temporalio/common';
import type { MailInput } from './housekeeping-contract.ts';

export const taskQueues = {
  /** Workflows and their local activities. */
  flow: 'flow',
  /** Sends that could not be made on the fast path, and agents' messages. */
  send: 'send',
  /** HTTP requests and questions to models that runs ask for. */
  http: 'http',
  /** Files that people send: some are large, and many may come at once. */
  media: 'media',
  /** Events for customers’ servers, which may be slow: nothing else waits behind them. */
  webhooks: 'webhooks',
  /** Slices of campaigns, each of which takes up to a minute. */
  campaign: 'campaign',
  /** Sweeping, mails and bulk work, so that it never stands before a person's message. */
  housekeeping: 'housekeeping',
} as const;

export const workflowIds = {
  flowRun: (orgId: string, runId: string) => `flow/${orgId}/${runId}`,
  conversationWindow: (orgId: string, conversationId: string, windowSeq: number) =>
    `window/${orgId}/${conversationId}/${windowSeq}`,
  conversationOutbox: (orgId: string, conversationId: string) => `outbox/${orgId}/${conversationId}`,
  campaign: (orgId: string, campaignId: string) => `camp/${orgId}/${campaignId}`,
  flowJob: (orgId: string, jobId: string) => `job/${orgId}/${jobId}`,
  mail: (orgId: string, kind: MailInput['kind'], id: string, number: number) =>
    `mail/${orgId}/${kind}/${id}/${number}`,
  organizationPurge: (orgId: string) => `purge/${orgId}`,
  fetchMedia: (orgId: string, messageId: string) => `media/${orgId}/${messageId}`,
  importContacts: (orgId: string, importId: string) => `import/${orgId}/${importId}`,
  exportContacts: (orgId: string, exportId: string) => `export/${orgId}/${exportId}`,
  eraseContact: (orgId: string, erasureId: string) => `erase/${orgId}/${erasureId}`,
  syncTemplates: (orgId: string, wabaAccountId: string) => `templates/${orgId}/${wabaAccountId}`,
  deliverWebhooks: (orgId: string, endpointId: string) => `webhooks/${orgId}/${endpointId}`,
  /** Of the Schedule, which adds the time to the ids of the workflows it starts. */
  sweeper: 'sweeper',
  /** As the sweeper's. */
  retention: 'retention',
};

/** Registered by the worker's start-up; Keyword only: SQL visibility has ten of those and three of any other type. */
export const searchAttributes = {
  orgId: defineSearchAttributeKey('OrgId', 'KEYWORD'),
  contactId: defineSearchAttributeKey('ContactId', 'KEYWORD'),
  conversationId: defineSearchAttributeKey('ConversationId', 'KEYWORD'),
  flowId: defineSearchAttributeKey('FlowId', 'KEYWORD'),
  stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  nodeId: defineSearchAttributeKey('NodeId', 'KEYWORD'),
  /** Code of the fault for which a run needs attention. */
  lastError: defineSearchAttributeKey('LastError', 'KEYWORD'),
  campaignId: defineSearchAttributeKey('CampaignId', 'KEYWORD'),
} as const;

export interface FlowRunInput {
  orgId: string;
  runId: string;
  /** Number of the last turn made; above 0 only after continue-as-new. */
  lastTurn: number;
}

/** Tells a reader of the history what woke the run; the run itself takes its events from Postgres. */
export interface WakeSignal {
  kind: 'started' | 'reply' | 'settled' | 'happened' | 'command' | 'free' | 'swept';
  ref: string | null;
  /** The API request behind it. */
  requestId?: string;
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
  /** The run asked for a call; the `call` activity makes it and stores the result. */
  | { kind: 'call'; ordinal: number; place: Place }
  | { kind: 'ended'; outcome: string; place: Place };

export interface Place {
  stage:
    | 'running'
    | 'waitingForReply'
    | 'waitingForEvent'
    | 'waitingForTurn'
    | 'delayed'
    | 'sending'
    | 'calling'
    | 'needsAttention'
    | 'paused'
    | 'ended';
  nodeId: string | null;
  words: string;
  /** Set while the run needs attention. */
  error?: string;
}

export interface FlowActivities {
  turn(input: TurnInput): Promise<TurnResult>;
  /** Writes an operator's command where the next turn finds it; the same key twice does it once. */
  steer(input: SteerInput): Promise<SteerResult>;
}

export type SteerAction = 'pause' | 'resume' | 'exit' | 'retryNode' | 'skipNode';

export interface SteerInput {
  runId: string;
  action: SteerAction;
  /** Id of the command. */
  key: string;
  now: string;
}

/** `not_waiting`: there is no failed step to decide about. */
export type SteerResult = { accepted: true } | { accepted: false; code: 'run_ended' | 'not_waiting' };

export const steerActions = [
  'pause',
  'resume',
  'exit',
  'retryNode',
  'skipNode',
] as const satisfies SteerAction[];

/** What the person reads who gave the command; the code is the failure's type. */
export const steerRefusals: Record<Extract<SteerResult, { accepted: false }>['code'], string> = {
  run_ended: 'The run is over: nothing can be changed any more.',
  not_waiting:
    'The run is not waiting for a decision: only a step that failed can be tried again or skipped.',
};

/** Argument of an update: `key` is the command's id. The same one twice does it once, whatever carries it. */
export interface SteerCommand {
  key: string;
  /** The API request that brought it, for a reader of the history. */
  requestId?: string;
}

/** Answer of an update and of the query `state`. */
export interface RunView extends Place {
  turn: number;
  /** RFC 3339. */
  wakeAt: string | null;
}

export interface CallInput {
  runId: string;
  ordinal: number;
  now: string;
}

/** Makes a call that a run asked for and stores its result; throws a retryable failure while attempts are left. */
export interface CallActivities {
  call(input: CallInput): Promise<{ status: string }>;
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
  /**
   * Closes the window when it has expired at `now`; else says until when it is open now, and, when it isn't about to close yet, from
   * when on it will be. Flows that listen to that hear of it by this call, once for each deadline.
   */
  closeWindow(
    input: WindowInput & { now: string },
  ): Promise<{ openUntil: string | null; closingFrom?: string }>;
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

/** All attempts of a call together, with the waits between them. */
export const CALL_GIVE_UP = '30 minutes';

export interface MediaInput {
  orgId: string;
  messageId: string;
}

export interface MediaReport {
  /** `gone`: the message was erased, or its words and file were forgotten. */
  status: 'stored' | 'failed' | 'gone';
}

export interface MediaActivities {
  /** Throws a retryable failure while WhatsApp may still give the file. */
  fetchMedia(input: MediaInput): Promise<MediaReport>;
}

export interface WebhookInput {
  orgId: string;
  endpointId: string;
}

export interface WebhookReport {
  /** `end`: nothing is left to send, or the endpoint is disabled or gone. */
  next: 'again' | 'sleep' | 'end';
  /** RFC 3339; of `sleep`: when the next attempt is due. */
  wakeAt: string | null;
  /** How it went, for operators. */
  words: string;
}

export interface WebhookActivities {
  /** Sends what is due for some seconds and may be called again at any time: the rows in Postgres say what is left. */
  deliverWebhooks(input: WebhookInput): Promise<WebhookReport>;
}
