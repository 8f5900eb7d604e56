/**
 * Every operation of the `/v1` API: method, path, who may call it, what goes in and what comes out. The server registers
 * its handlers by these names, the studio calls them by these names, OpenAPI is made from them.
 */
import { z } from 'zod';
import * as s from './schemas.ts';

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
    summary: 'Flows',
    access: 'viewer',
    params: org,
    query: list({}),
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
  listFlowRunSteps: {
    method: 'get',
    path: `${orgPath}/flow-runs/{run}/steps`,
    summary: 'The way a run took, oldest first',
    access: 'viewer',
    params: inOrg({ run: s.id }),
    query: list({}),
    response: s.page(s.flowRunStep),
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
  body?: z.ZodObject;
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
