/**
 * Inputs and answers of workflows and activities on the queue `housekeeping`. As in `contract.ts`, everything here ends up in
 * histories: ids and small values only, no message text, phone number or name.
 */

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
  /** Campaigns that have something to do and whose workflow is gone; claims of recipients whose worker died. */
  wakeCampaigns(input: SweepInput): Promise<SweepReport>;
  /** Sends whose worker died: their outcome is unknown. */
  settleLeases(input: SweepInput): Promise<SweepReport>;
  /** Schedules, dates and daily readings of templates that fall due. */
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
  kind: 'invitation' | 'webhookDisabled';
  id: string;
  number: number;
}

export interface MailActivities {
  /** `obsolete`: another mail took its place, or its reason is gone. Throws a retryable failure while it is worth trying. */
  sendMail(input: MailInput): Promise<{ status: 'sent' | 'obsolete' }>;
}

/** All attempts of a mail together. */
export const MAIL_GIVE_UP = '24 hours';

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

export interface TemplateSyncInput {
  orgId: string;
  wabaAccountId: string;
}

export interface TemplateSyncSignal {
  /** Somebody waits for it. */
  isUrgent: boolean;
  /** The API request behind it. */
  requestId?: string;
}

export type TemplateSyncReport =
  | { status: 'read'; templates: number; changed: number; deleted: number; unreadable: number }
  /** `refused`: Meta doesn't take the token; `gone`: the account or its organisation was deleted. */
  | { status: 'refused' | 'gone' };

export interface TemplateSyncActivities {
  /** Throws a retryable failure while Meta can't be reached. */
  readTemplates(input: TemplateSyncInput): Promise<TemplateSyncReport>;
}
