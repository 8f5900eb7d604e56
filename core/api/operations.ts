/**
 * Every operation of the `/v1` API: method, path, who may call it, what goes in and what comes out. The server registers
 * its handlers by these names, the studio calls them by these names, OpenAPI is made from them.
 */
import { z } from 'zod';
import * as events from './contact-events.ts';
import * as jobs from './flow-jobs.ts';
import * as flows from './flow-versions.ts';
import * as orgs from './organizations.ts';
import * as s from './schemas.ts';
import * as secrets from './secrets.ts';
import * as segments from './segments.ts';

const orgPath = '/v1/orgs/{org}';
const org = z.object({ org: s.id });
const inOrg = <Shape extends z.ZodRawShape>(shape: Shape) => org.extend(shape);

const list = <Shape extends z.ZodRawShape>(filters: Shape) =>
  z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(512).optional(),
    ...filters,
  });

export const operations = {
  getMe: {
    method: 'get',
    path: '/v1/me',
    summary: 'The signed-in user or API key, and its organisations with roles',
    access: 'any',
    params: z.object({}),
    response: s.me,
  },
  getOrganization: {
    method: 'get',
    path: orgPath,
    summary: 'Name, time zone and business hours of the organisation',
    access: 'viewer',
    params: org,
    response: orgs.organization,
  },
  updateOrganization: {
    method: 'patch',
    path: orgPath,
    summary: 'Change name, time zone or business hours; `businessHours: null` takes them away',
    access: 'admin',
    params: org,
    body: z.strictObject({
      name: z.string().trim().min(1).max(200).optional(),
      timeZone: orgs.timeZone.optional(),
      businessHours: orgs.businessHours.nullish(),
    }),
    response: orgs.organization,
  },
  listPhoneNumbers: {
    method: 'get',
    path: `${orgPath}/numbers`,
    summary: 'WhatsApp numbers of the organisation',
    access: 'viewer',
    params: org,
    query: list({}),
    response: s.page(s.phoneNumber),
  },
  listTemplates: {
    method: 'get',
    path: `${orgPath}/templates`,
    summary: 'Message templates',
    access: 'viewer',
    params: org,
    query: list({ status: z.string().max(64).optional() }),
    response: s.page(s.template),
  },
  listContacts: {
    method: 'get',
    path: `${orgPath}/contacts`,
    summary: 'Contacts, newest first; `search` finds by name or digits',
    access: 'viewer',
    params: org,
    query: list({ search: z.string().trim().max(200).optional(), tag: s.tag.optional() }),
    response: s.page(s.contact),
  },
  createContact: {
    method: 'post',
    path: `${orgPath}/contacts`,
    summary: 'Add a contact by phone number',
    access: 'agent',
    params: org,
    body: z.strictObject({
      phone: z.string().trim().min(5).max(32),
      name: z.string().trim().min(1).max(200).nullish(),
      tags: z.array(s.tag).max(100).optional(),
      attributes: s.attributes.optional(),
      consent: z
        .strictObject({ marketing: s.consentState, source: z.string().trim().min(1).max(200) })
        .optional(),
    }),
    status: 201,
    response: s.contact,
  },
  getContact: {
    method: 'get',
    path: `${orgPath}/contacts/{contact}`,
    summary: 'One contact',
    access: 'viewer',
    params: inOrg({ contact: s.id }),
    response: s.contact,
  },
  updateContact: {
    method: 'patch',
    path: `${orgPath}/contacts/{contact}`,
    summary: 'Change name, time zone, tags or attributes; attributes are merged, null removes one',
    access: 'agent',
    params: inOrg({ contact: s.id }),
    body: z.strictObject({
      name: z.string().trim().min(1).max(200).nullish(),
      timeZone: z.string().max(64).nullish(),
      tags: z.array(s.tag).max(100).optional(),
      attributes: s.attributes.optional(),
    }),
    response: s.contact,
  },
  reportContactEvent: {
    method: 'post',
    path: `${orgPath}/contacts/{contact}/events`,
    summary: 'Report that something happened to a contact: starts or continues flows that listen to it',
    access: 'agent',
    params: inOrg({ contact: s.id }),
    body: z.strictObject({
      name: events.eventName,
      data: events.eventData.optional(),
      key: events.eventKey.optional(),
    }),
    status: 202,
    response: events.contactEvent,
  },
  reportEvent: {
    method: 'post',
    path: `${orgPath}/events`,
    summary: 'The same by phone number or contact; 404 when nobody has that number',
    access: 'agent',
    params: org,
    body: z.union([
      z.strictObject({
        contactId: s.id,
        name: events.eventName,
        data: events.eventData.optional(),
        key: events.eventKey.optional(),
      }),
      z.strictObject({
        phone: z.string().trim().min(5).max(32),
        name: events.eventName,
        data: events.eventData.optional(),
        key: events.eventKey.optional(),
      }),
    ]),
    status: 202,
    response: events.contactEvent,
  },
  listContactFields: {
    method: 'get',
    path: `${orgPath}/contact-fields`,
    summary: 'Names of the tags and attributes that contacts have, or had',
    access: 'viewer',
    params: org,
    response: segments.contactFields,
  },
  listSegments: {
    method: 'get',
    path: `${orgPath}/segments`,
    summary: 'Segments by name',
    access: 'viewer',
    params: org,
    query: list({}),
    response: s.page(segments.segment),
  },
  createSegment: {
    method: 'post',
    path: `${orgPath}/segments`,
    summary: 'New segment: a name and rules that say which contacts belong to it',
    access: 'admin',
    params: org,
    body: z.strictObject({ name: segments.segmentName, rules: segments.segmentRules }),
    status: 201,
    response: segments.segment,
  },
  previewSegment: {
    method: 'post',
    path: `${orgPath}/segments/preview`,
    summary: 'How many contacts rules hold, and ten of them; stores nothing',
    access: 'viewer',
    params: org,
    body: z.strictObject({ rules: segments.segmentRules }),
    response: segments.segmentPreview,
  },
  getSegment: {
    method: 'get',
    path: `${orgPath}/segments/{segment}`,
    summary: 'One segment with the number of its contacts',
    access: 'viewer',
    params: inOrg({ segment: s.id }),
    response: segments.countedSegment,
  },
  updateSegment: {
    method: 'patch',
    path: `${orgPath}/segments/{segment}`,
    summary: 'Change name or rules; who belongs to it by new rules has not entered it, and starts no flow',
    access: 'admin',
    params: inOrg({ segment: s.id }),
    body: z.strictObject({ name: segments.segmentName.optional(), rules: segments.segmentRules.optional() }),
    response: segments.segment,
  },
  deleteSegment: {
    method: 'delete',
    path: `${orgPath}/segments/{segment}`,
    summary: 'Delete a segment; 409 `segment_in_use` while a published flow names it',
    access: 'admin',
    params: inOrg({ segment: s.id }),
    response: z.object({ id: s.id }),
  },
  listSegmentContacts: {
    method: 'get',
    path: `${orgPath}/segments/{segment}/contacts`,
    summary: 'Contacts of a segment, newest first',
    access: 'viewer',
    params: inOrg({ segment: s.id }),
    query: list({}),
    response: s.page(s.contact),
  },
  listConversations: {
    method: 'get',
    path: `${orgPath}/conversations`,
    summary: 'Conversations, the latest message first',
    access: 'viewer',
    params: org,
    query: list({
      contactId: s.id.optional(),
      status: s.conversation.shape.status.optional(),
      mode: s.conversation.shape.mode.optional(),
      assigneeId: s.id.optional(),
      search: z.string().trim().max(200).optional(),
    }),
    response: s.page(s.conversation),
  },
  getConversation: {
    method: 'get',
    path: `${orgPath}/conversations/{conversation}`,
    summary: 'One conversation',
    access: 'viewer',
    params: inOrg({ conversation: s.id }),
    response: s.conversation,
  },
  updateConversation: {
    method: 'patch',
    path: `${orgPath}/conversations/{conversation}`,
    summary: 'Assign, change status, hand over to people (mode human) or back to flows, mark as read',
    access: 'agent',
    params: inOrg({ conversation: s.id }),
    body: z.strictObject({
      mode: s.conversation.shape.mode.optional(),
      status: s.conversation.shape.status.optional(),
      assigneeId: s.id.nullish(),
      unreadCount: z.literal(0).optional(),
    }),
    response: s.conversation,
  },
  listConversationMessages: {
    method: 'get',
    path: `${orgPath}/conversations/{conversation}/messages`,
    summary: 'Messages of a conversation, newest first',
    access: 'viewer',
    params: inOrg({ conversation: s.id }),
    query: list({}),
    response: s.page(s.message),
  },
  sendMessage: {
    method: 'post',
    path: `${orgPath}/conversations/{conversation}/messages`,
    summary: 'Send a text as an agent; the answer shows it queued, its status follows',
    access: 'agent',
    params: inOrg({ conversation: s.id }),
    body: s.sendMessageBody,
    status: 202,
    response: s.message,
  },
  listMessages: {
    method: 'get',
    path: `${orgPath}/messages`,
    summary: 'Messages over all conversations, newest first',
    access: 'viewer',
    params: org,
    query: list({
      direction: s.message.shape.direction.optional(),
      status: s.messageStatus.optional(),
      contactId: s.id.optional(),
    }),
    response: s.page(s.message),
  },
  listFlows: {
    method: 'get',
    path: `${orgPath}/flows`,
    summary: 'Flows; archived ones only when `status` asks for them',
    access: 'viewer',
    params: org,
    query: list({ status: s.flowStatus.optional() }),
    response: s.page(s.flowSummary),
  },
  createFlow: {
    method: 'post',
    path: `${orgPath}/flows`,
    summary: 'New flow, empty or from a document',
    access: 'admin',
    params: org,
    body: z.strictObject({
      name: z.string().trim().min(1).max(200),
      draft: z.record(z.string(), z.unknown()).optional(),
    }),
    status: 201,
    response: s.flow,
  },
  getFlow: {
    method: 'get',
    path: `${orgPath}/flows/{flow}`,
    summary: 'One flow with its draft',
    access: 'viewer',
    params: inOrg({ flow: s.id }),
    response: s.flow,
  },
  saveFlowDraft: {
    method: 'put',
    path: `${orgPath}/flows/{flow}/draft`,
    summary: 'Save the draft; 409 `stale_draft` when `draftRev` is not the newest',
    access: 'admin',
    params: inOrg({ flow: s.id }),
    body: z.strictObject({
      draftRev: z.int(),
      draft: z.record(z.string(), z.unknown()),
      name: z.string().trim().min(1).max(200).optional(),
    }),
    response: s.flow,
  },
  validateFlow: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/validate`,
    summary: 'Problems of the draft',
    access: 'viewer',
    params: inOrg({ flow: s.id }),
    response: z.object({ problems: z.array(s.flowProblem) }),
  },
  publishFlow: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/publish`,
    summary: 'Publish the draft as a new immutable version; 422 `flow_has_errors` lists what blocks it',
    access: 'admin',
    params: inOrg({ flow: s.id }),
    body: z.strictObject({ draftRev: z.int(), note: z.string().trim().max(500).nullish() }),
    status: 201,
    response: s.flowVersion,
  },
  listFlowVersions: {
    method: 'get',
    path: `${orgPath}/flows/{flow}/versions`,
    summary: 'Published versions, newest first',
    access: 'viewer',
    params: inOrg({ flow: s.id }),
    query: list({}),
    response: s.page(s.flowVersion),
  },
  getFlowVersion: {
    method: 'get',
    path: `${orgPath}/flows/{flow}/versions/{number}`,
    summary: 'One published version with its document in today’s shape',
    access: 'viewer',
    params: inOrg({ flow: s.id, number: flows.versionNumber }),
    response: s.flowVersionWithDoc,
  },
  diffFlowVersions: {
    method: 'get',
    path: `${orgPath}/flows/{flow}/versions/{before}/diff/{after}`,
    summary: 'What changed from one published version to another, in words; layout doesn’t count',
    access: 'viewer',
    params: inOrg({ flow: s.id, before: flows.versionNumber, after: flows.versionNumber }),
    response: flows.flowDiff,
  },
  diffFlowDraft: {
    method: 'get',
    path: `${orgPath}/flows/{flow}/diff`,
    summary: 'What the draft changes in the published version, in words',
    access: 'viewer',
    params: inOrg({ flow: s.id }),
    response: flows.flowDiff,
  },
  rollbackFlow: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/rollback`,
    summary: 'Publish the document of an older version again, as a new version; the draft stays as it is',
    access: 'admin',
    params: inOrg({ flow: s.id }),
    body: z.strictObject({
      version: z.int().min(1),
      note: z.string().trim().max(500).nullish(),
      restoreDraft: z.boolean().optional().describe('Also make it the draft, in place of what stands there'),
      draftRev: z
        .int()
        .optional()
        .describe('With `restoreDraft`: 409 `stale_draft` when the draft is newer than this revision'),
    }),
    status: 201,
    response: s.flowVersion,
  },
  pauseFlow: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/pause`,
    summary: 'Let nobody enter a live flow; people on their way go on',
    access: 'admin',
    params: inOrg({ flow: s.id }),
    response: s.flow,
  },
  resumeFlow: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/resume`,
    summary: 'Let people enter a paused flow again; an archived one comes back paused, or as a draft',
    access: 'admin',
    params: inOrg({ flow: s.id }),
    response: s.flow,
  },
  archiveFlow: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/archive`,
    summary: 'Let nobody enter a flow and take it out of the list; people on their way go on',
    access: 'admin',
    params: inOrg({ flow: s.id }),
    response: s.flow,
  },
  getFlowStanding: {
    method: 'get',
    path: `${orgPath}/flows/{flow}/standing`,
    summary: 'How many people are in progress, by version and step',
    access: 'viewer',
    params: inOrg({ flow: s.id }),
    response: flows.flowStanding,
  },
  previewFlowMove: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/move-preview`,
    summary: 'What moving people to another version would do, step by step; moves nobody',
    access: 'viewer',
    params: inOrg({ flow: s.id }),
    body: z.strictObject({
      from: z.int().min(1).nullish().describe('Left out: people of all other versions'),
      to: z.int().min(1),
    }),
    response: flows.flowMovePreview,
  },
  exportFlow: {
    method: 'get',
    path: `${orgPath}/flows/{flow}/export`,
    summary: 'The draft as a file that another organisation can import',
    access: 'viewer',
    params: inOrg({ flow: s.id }),
    response: z.record(z.string(), z.unknown()),
  },
  importFlow: {
    method: 'post',
    path: `${orgPath}/flows/import`,
    summary: 'New flow from an exported file; nothing is published',
    access: 'admin',
    params: org,
    body: z.strictObject({
      file: z.record(z.string(), z.unknown()),
      name: z.string().trim().min(1).max(200).optional(),
    }),
    status: 201,
    response: flows.importedFlow,
  },
  getFlowSurroundings: {
    method: 'get',
    path: `${orgPath}/flows/{flow}/surroundings`,
    summary:
      'What the flow is judged against (`ValidationContext` of core/flow), so that an editor finds the same problems',
    access: 'viewer',
    params: inOrg({ flow: s.id }),
    response: z.record(z.string(), z.unknown()),
  },
  listFlowRuns: {
    method: 'get',
    path: `${orgPath}/flow-runs`,
    summary: 'Runs, newest first',
    access: 'viewer',
    params: org,
    query: list({
      flowId: s.id.optional(),
      contactId: s.id.optional(),
      status: s.flowRun.shape.status.optional(),
      version: z.coerce.number().int().min(1).optional(),
      paused: z.enum(['true', 'false']).optional(),
      nodeId: z.string().max(200).optional().describe('The step where the run stands'),
      error: z.string().max(100).optional().describe('Code of the fault for which it needs attention'),
    }),
    response: s.page(s.flowRun),
  },
  getFlowRun: {
    method: 'get',
    path: `${orgPath}/flow-runs/{run}`,
    summary: 'One run',
    access: 'viewer',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  pauseFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/pause`,
    summary: 'Stop a run where it is; what arrives meanwhile is kept',
    access: 'agent',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  resumeFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/resume`,
    summary: 'Let a paused run go on',
    access: 'agent',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  exitFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/exit`,
    summary: 'End a run',
    access: 'agent',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  retryFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/retry`,
    summary: 'Try the failed step again; 409 `run_not_waiting` when no step failed',
    access: 'agent',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  skipFlowRun: {
    method: 'post',
    path: `${orgPath}/flow-runs/{run}/skip`,
    summary: 'Go on behind the failed step; 409 `run_not_waiting` when no step failed',
    access: 'agent',
    params: inOrg({ run: s.id }),
    response: s.flowRun,
  },
  enrolContacts: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/enrolments`,
    summary: 'Enrol contacts in the background: a list, a tag, a segment, or all',
    access: 'admin',
    params: inOrg({ flow: s.id }),
    body: jobs.enrolBody,
    status: 202,
    response: jobs.flowJob,
  },
  createFlowJob: {
    method: 'post',
    path: `${orgPath}/flows/{flow}/jobs`,
    summary: 'End, retry, skip or move many runs in the background',
    access: 'admin',
    params: inOrg({ flow: s.id }),
    body: jobs.flowJobBody,
    status: 202,
    response: jobs.flowJob,
  },
  listFlowJobs: {
    method: 'get',
    path: `${orgPath}/flow-jobs`,
    summary: 'Jobs, newest first',
    access: 'viewer',
    params: org,
    query: list({ flowId: s.id.optional(), status: jobs.flowJob.shape.status.optional() }),
    response: s.page(jobs.flowJob),
  },
  getFlowJob: {
    method: 'get',
    path: `${orgPath}/flow-jobs/{job}`,
    summary: 'One job',
    access: 'viewer',
    params: inOrg({ job: s.id }),
    response: jobs.flowJob,
  },
  pauseFlowJob: {
    method: 'post',
    path: `${orgPath}/flow-jobs/{job}/pause`,
    summary: 'Stop a job between two slices of work',
    access: 'admin',
    params: inOrg({ job: s.id }),
    response: jobs.flowJob,
  },
  resumeFlowJob: {
    method: 'post',
    path: `${orgPath}/flow-jobs/{job}/resume`,
    summary: 'Let a paused job go on',
    access: 'admin',
    params: inOrg({ job: s.id }),
    response: jobs.flowJob,
  },
  cancelFlowJob: {
    method: 'post',
    path: `${orgPath}/flow-jobs/{job}/cancel`,
    summary: 'End a job; what it has done stays done',
    access: 'admin',
    params: inOrg({ job: s.id }),
    response: jobs.flowJob,
  },
  listFlowRunSteps: {
    method: 'get',
    path: `${orgPath}/flow-runs/{run}/steps`,
    summary: 'The way a run took, oldest first',
    access: 'viewer',
    params: inOrg({ run: s.id }),
    query: list({}),
    response: s.page(s.flowRunStep),
  },
  listSecrets: {
    method: 'get',
    path: `${orgPath}/secrets`,
    summary: 'Names of the secrets that flows can use; a value is never given out',
    access: 'viewer',
    params: org,
    response: z.object({ items: z.array(secrets.secret) }),
  },
  setSecret: {
    method: 'put',
    path: `${orgPath}/secrets/{name}`,
    summary: 'Add a secret, or replace its value; flows use the new one from their next request on',
    access: 'admin',
    params: inOrg({ name: secrets.secretName }),
    body: z.strictObject({ value: secrets.secretValue }),
    response: secrets.secret,
  },
  deleteSecret: {
    method: 'delete',
    path: `${orgPath}/secrets/{name}`,
    summary: 'Delete a secret; steps of flows that name it fail from now on',
    access: 'admin',
    params: inOrg({ name: secrets.secretName }),
    response: z.object({ name: z.string() }),
  },
} as const satisfies Record<string, Operation>;

export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** The least role that may call it; `any`: whoever is signed in. */
  access: 'any' | s.Role;
  params: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Status of success; 200 when left out. */
  status?: number;
  response: z.ZodType;
}

export type OperationName = keyof typeof operations;
export type Operations = typeof operations;
export type OperationParams<Name extends OperationName> = z.infer<Operations[Name]['params']>;
export type OperationQuery<Name extends OperationName> = Operations[Name] extends {
  query: infer Query extends z.ZodType;
}
  ? z.infer<Query>
  : undefined;
export type OperationQueryInput<Name extends OperationName> = Operations[Name] extends {
  query: infer Query extends z.ZodType;
}
  ? z.input<Query>
  : undefined;
export type OperationBody<Name extends OperationName> = Operations[Name] extends {
  body: infer Body extends z.ZodType;
}
  ? z.infer<Body>
  : undefined;
export type OperationResponse<Name extends OperationName> = z.infer<Operations[Name]['response']>;
