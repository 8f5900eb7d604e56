/**
 * The shapes of the `/v1` API: JSON is camelCase, ids are uuid strings, times RFC 3339 in UTC.
 * One source for the server's checks, the OpenAPI document and the studio's types.
 */
import { z } from 'zod';
import { mediaFailures, type MediaFailure } from '../messaging/media.ts';

export const id = z.uuid();
export const time = z.iso.datetime({ offset: true });
export const role = z.enum(['owner', 'admin', 'agent', 'viewer']);

export const membership = z.object({
  org: z.object({ id, name: z.string(), slug: z.string() }),
  role,
});

export const me = z.object({
  kind: z.enum(['user', 'apiKey']),
  id,
  email: z.string().nullable(),
  name: z.string().nullable(),
  memberships: z.array(membership),
});

export const phoneNumber = z.object({
  id,
  metaPhoneNumberId: z.string(),
  displayPhoneNumber: z.string(),
  verifiedName: z.string().nullable(),
  qualityRating: z.string().nullable(),
  isSample: z.boolean(),
});

export const attributeValue = z.union([z.string().max(4096), z.number(), z.boolean(), z.null()]);
export const attributes = z.record(z.string().min(1).max(64), attributeValue);
export const tag = z.string().trim().min(1).max(64);
export const consentState = z.enum(['unknown', 'granted', 'denied']);
/** `pending`: asked for, not confirmed. */
export const currentConsent = z.enum(['unknown', 'pending', 'granted', 'denied']);

export const contact = z.object({
  id,
  name: z.string().nullable(),
  phone: z.string().nullable().describe('Digits in E.164 without the plus, as WhatsApp writes it'),
  locale: z.string().nullable(),
  country: z.string().nullable(),
  timeZone: z.string().nullable(),
  tags: z.array(z.string()),
  attributes: z.record(z.string(), z.unknown()),
  marketingConsent: currentConsent,
  utilityConsent: currentConsent,
  isSuppressed: z.boolean().describe('On the list of numbers that are never written to'),
  isSample: z.boolean(),
  createdAt: time,
  updatedAt: time,
});

export const conversation = z.object({
  id,
  contactId: id,
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
  phoneNumberId: id,
  mode: z.enum(['bot', 'human']),
  status: z.enum(['open', 'pending', 'snoozed', 'resolved']),
  assigneeId: id.nullable(),
  teamId: id.nullable(),
  lastInboundAt: time.nullable(),
  windowExpiresAt: time.nullable(),
  unreadCount: z.int(),
  lastMessageAt: time.nullable(),
  lastMessageText: z.string().nullable(),
  lastMessageDirection: z.enum(['inbound', 'outbound']).nullable(),
  foregroundRunId: id.nullable(),
});

export const messageStatus = z.enum([
  'received',
  'queued',
  'sending',
  'unknown',
  'held',
  'sent',
  'failed',
  'delivered',
  'read',
  'played',
]);

/** What a person sent beside words. `stored`: `downloadMessageFile` has it; what is said of it was found in its bytes. */
export const messageFile = z.object({
  status: z.enum(['pending', 'stored', 'failed']),
  name: z.string().nullable().describe('As its sender called it'),
  contentType: z.string().nullable(),
  byteSize: z.int().nullable(),
  error: z.enum(Object.keys(mediaFailures) as MediaFailure[]).nullable(),
});

export const message = z.object({
  id,
  conversationId: id,
  contactId: id,
  direction: z.enum(['inbound', 'outbound']),
  type: z.string(),
  text: z.string().nullable().describe('The plain rendering of any type'),
  content: z.record(z.string(), z.unknown()),
  file: messageFile.nullable(),
  status: messageStatus,
  wamid: z.string().nullable(),
  error: z.object({ code: z.string(), class: z.string(), title: z.string() }).nullable(),
  source: z.object({
    kind: z.enum(['contact', 'agent', 'flow', 'campaign', 'api', 'phoneApp', 'history']),
    userId: id.nullable(),
    flowRunId: id.nullable(),
    nodeId: z.string().nullable(),
  }),
  replyToWamid: z.string().nullable(),
  sentAt: time.nullable(),
  deliveredAt: time.nullable(),
  readAt: time.nullable(),
  createdAt: time,
});

export const sendMessageBody = z.strictObject({
  text: z
    .string()
    .trim()
    .min(1)
    .max(4096)
    .optional()
    .describe('With a file its caption, up to 1,024 characters'),
  previewUrl: z.boolean().optional(),
  fileId: id.optional().describe('A file that was uploaded before (`uploadMedia`)'),
});

export const flowStatus = z.enum(['draft', 'live', 'paused', 'archived']);

export const manualEntry = z.object({
  reentry: z
    .enum(['always', 'whenIdle', 'after', 'once'])
    .describe(
      'May somebody enter who was there before? `whenIdle`: once they are through; `after`: see `pauseMs`',
    ),
  pauseMs: z.int().nullable().describe('Of `after`: counted from the moment they last entered'),
});

export const flowSummary = z.object({
  id,
  name: z.string(),
  status: flowStatus,
  publishedVersion: z.int().nullable(),
  hasUnpublishedChanges: z.boolean(),
  problems: z.object({ errors: z.int(), warnings: z.int() }),
  triggerSummary: z.string(),
  manualEntry: manualEntry
    .nullable()
    .describe(
      'How people are enrolled while the flow is live; null: what is published has no manual trigger',
    ),
  runs: z.object({ active: z.int(), startedLast7Days: z.int(), completedLast7Days: z.int() }),
  isSample: z.boolean(),
  updatedAt: time,
});

/** `draft` is a FlowDoc (`core/flow/document.ts`); the flow schema itself checks it. */
export const flow = flowSummary.extend({
  draft: z.record(z.string(), z.unknown()),
  draftRev: z.int(),
  phoneNumberId: id.nullable(),
});

export const flowProblem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  nodeId: z.string().nullable(),
  field: z.string().nullable(),
  message: z.string(),
  fix: z
    .looseObject({ kind: z.string() })
    .optional()
    .describe('A repair that the studio can apply (`core/flow/problem.ts`)'),
});

export const flowVersion = z.object({
  id,
  flowId: id,
  number: z.int(),
  note: z.string().nullable(),
  authorId: id.nullable().describe('Null when an API key published it'),
  authorName: z.string().nullable(),
  runs: z.object({ active: z.int(), total: z.int() }),
  createdAt: time,
});

/** `doc` is a FlowDoc in today's shape, whatever shape the version was stored in. */
export const flowVersionWithDoc = flowVersion.extend({ doc: z.record(z.string(), z.unknown()) });

export const flowRun = z.object({
  id,
  flowId: id,
  flowName: z.string(),
  flowVersionId: id,
  flowVersion: z.int(),
  contactId: id,
  contactName: z.string().nullable(),
  conversationId: id.nullable(),
  status: z.enum(['running', 'waiting', 'needsAttention', 'completed', 'exited', 'failed']),
  outcome: z.string().nullable(),
  currentNodeId: z.string().nullable(),
  waitingFor: z.string().nullable(),
  wakeAt: time.nullable(),
  pausedAt: time.nullable(),
  error: z.string().nullable().describe('Code of the fault for which the run needs attention'),
  workflowId: z.string(),
  startedAt: time,
  endedAt: time.nullable(),
});

export const flowRunStep = z.object({
  n: z.int(),
  nodeId: z.string(),
  nodeType: z.string(),
  port: z.string().nullable(),
  problem: z.string().nullable(),
  messageIds: z.array(id),
  at: time,
});

/** What a campaign lacks, or what its author should know. */
export const campaignProblem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  field: z.string().describe('Path in the document, for example `variants.0.template.body.1`'),
  message: z.string(),
});

/** RFC 9457 problem+json; `code` is stable, `errors` name the fields of a bad request. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  problems: z.array(flowProblem).optional().describe('Of `flow_unreadable` and `flow_has_errors`'),
  campaignProblems: z.array(campaignProblem).optional().describe('Of `campaign_has_errors`'),
  contactId: id.optional().describe('Of `contact_exists`: the contact that is in the way'),
  draftRev: z.int().optional().describe('Of `stale_draft`: the revision to load'),
});

export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export type Me = z.infer<typeof me>;
export type Role = z.infer<typeof role>;
export type PhoneNumber = z.infer<typeof phoneNumber>;
export type Contact = z.infer<typeof contact>;
export type Conversation = z.infer<typeof conversation>;
export type Message = z.infer<typeof message>;
export type FlowSummary = z.infer<typeof flowSummary>;
export type Flow = z.infer<typeof flow>;
export type ManualEntry = z.infer<typeof manualEntry>;
export type FlowProblem = z.infer<typeof flowProblem>;
export type FlowVersion = z.infer<typeof flowVersion>;
export type FlowVersionWithDoc = z.infer<typeof flowVersionWithDoc>;
export type FlowRun = z.infer<typeof flowRun>;
export type FlowRunStep = z.infer<typeof flowRunStep>;
export type Problem = z.infer<typeof problem>;
export type Page<Item> = { items: Item[]; nextCursor: string | null };
