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
  /** HTTP requests and questions to models that runs ask for. */
  http: 'http',
  /** Files that people send: some are large, and many may come at once. */
  media: 'media',
  /** Sweeping, mails and bulk work, so that it never stands before a person's message. */
  housekeeping: 'housekeeping',
} as const;

export const workflowIds = {
  flowRun: (orgId: string, runId: string) => `flow/${orgId}/${runId}`,
  conversationWindow: (orgId: string, conversationId: string, windowSeq: number) =>
    `window/${orgId}/${conversationId}/${windowSeq}`,
  conversationOutbox: (orgId: string, conversationId: string) => `outbox/${orgId}/${conversationId}`,
  flowJob: (orgId: string, jobId: string) => `job/${orgId}/${jobId}`,
  mail: (orgId: string, kind: MailInput['kind'], id: string, number: number) =>
    `mail/${orgId}/${kind}/${id}/${number}`,
  organizationPurge: (orgId: string) => `purge/${orgId}`,
  fetchMedia: (orgId: string, messageId: string) => `media/${orgId}/${messageId}`,
  importContacts: (orgId: string, importId: string) => `import/${orgId}/${importId}`,
  exportContacts: (orgId: string, exportId: string) => `export/${orgId}/${exportId}`,
  eraseContact: (orgId: string, erasureId: string) => `erase/${orgId}/${erasureId}`,
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

/** What the Schedule starts the sweeper with. */
export interface SweeperInput {
  everyMs: number;
}

export interface SweepInput {
  /** The workflow's time, RFC 3339. */
  now: string;
  /** Once an hour: look at everything, not only at what is likely. */
  isThorough: boolean;
}

/** Numbers by what was done, for a person who reads the history. */
export type SweepReport = Record<string, number>;

/** Chores of the whole installation. Each is bounded, may be cut off anywhere and may run twice at once. */
export interface SweepActivities {
  /** Runs that have something to do and of which no turn was made. */
  wakeStalledRuns(input: SweepInput): Promise<SweepReport>;
  /** Sends whose worker died: their outcome is unknown. */
  settleLeases(input: SweepInput): Promise<SweepReport>;
  /** Schedules and dates that fall due. */
  enrolDue(input: SweepInput): Promise<SweepReport>;
  refreshSegments(input: SweepInput): Promise<SweepReport>;
  thinOut(input: SweepInput): Promise<SweepReport>;
}

/** Empty to begin with; the rest is what a pass hands on when its history gets long. */
export interface RetentionInput {
  now?: string;
  place?: RetentionPlace | null;
  counts?: RetentionReport;
}

/** What went, by kind of rule; `failed`: rules that could not be enforced. */
export type RetentionReport = Record<string, number>;

/** A row in the order of the work; its time as Postgres writes it. */
export interface RetentionCursor {
  at: string;
  id: string;
}

/** Behind a rule, or in the middle of it. */
export interface RetentionPlace {
  orgId: string;
  kind: string;
  /** Null: the rule is done. */
  from: RetentionCursor | null;
  /** The oldest row that had to be kept for now. */
  keptAt: string | null;
}

export interface RetentionSlice {
  counts: RetentionReport;
  /** Null: every rule is done. */
  next: RetentionPlace | null;
}

export interface RetentionActivities {
  /** Enforces rules for some seconds. */
  enforceRetention(input: { now: string; place: RetentionPlace | null }): Promise<RetentionSlice>;
}

export interface FlowJobInput {
  orgId: string;
  jobId: string;
}

export interface JobActivities {
  /** Works for some seconds; `running` means that there is more. The job's row is its whole state. */
  workOnJob(input: FlowJobInput): Promise<JobReport>;
}

export interface JobReport {
  status: 'queued' | 'running' | 'paused' | 'completed' | 'cancelled' | 'failed' | 'gone';
  /** How far it is, for operators. */
  words: string;
}

/** Which mail: the row that is its reason, and the number of this mail among those sent for it. */
export interface MailInput {
  orgId: string;
  kind: 'invitation';
  id: string;
  number: number;
}

export interface MailActivities {
  /** `obsolete`: another mail took its place, or its reason is gone. Throws a retryable failure while it is worth trying. */
  sendMail(input: MailInput): Promise<{ status: 'sent' | 'obsolete' }>;
}

/** All attempts of a mail together. */
export const MAIL_GIVE_UP = '24 hours';

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

export interface PurgeInput {
  orgId: string;
}

export interface PurgeActivities {
  /** Works for some seconds. */
  purgeOrganization(input: PurgeInput): Promise<{ isDone: boolean }>;
}

export interface ErasureInput {
  orgId: string;
  id: string;
}

export interface ErasureActivities {
  /** Works for some seconds and may be called again at any time: the row in Postgres says what is next. */
  eraseContact(input: ErasureInput): Promise<{ isDone: boolean }>;
}

/** An import or an export. */
export interface ContactFileInput {
  orgId: string;
  id: string;
}

/** Both work for a while and may be called again at any time: the row in Postgres says what is next. */
export interface ContactFileActivities {
  workOnImport(input: ContactFileInput & { now: string }): Promise<ContactFileReport>;
  workOnExport(input: ContactFileInput & { now: string }): Promise<ContactFileReport>;
}

export interface ContactFileReport {
  next: 'again' | 'sleep' | 'end';
  /** RFC 3339; of `sleep`: look again then, or when woken; null: only when woken. */
  wakeAt: string | null;
  status: string;
  /** How far it is, for operators. */
  words: string;
}
