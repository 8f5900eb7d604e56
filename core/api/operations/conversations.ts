/** The inbox: conversations and messages. */
import { z } from 'zod';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

export const conversationsOperations = {
  listConversations: {
    method: 'get',
    path: `${orgPath}/conversations`,
    summary: 'Conversations, the latest message first',
    access: 'conversations:read',
    params: org,
    query: list({
      contactId: s.id.optional(),
      status: s.conversation.shape.status.optional(),
      mode: s.conversation.shape.mode.optional(),
      assigneeId: s.id.optional(),
      teamId: s.id.optional(),
      search: z.string().trim().max(200).optional(),
    }),
    response: s.page(s.conversation),
  },
  getConversation: {
    method: 'get',
    path: `${orgPath}/conversations/{conversation}`,
    summary: 'One conversation',
    access: 'conversations:read',
    params: inOrg({ conversation: s.id }),
    response: s.conversation,
  },
  updateConversation: {
    method: 'patch',
    path: `${orgPath}/conversations/{conversation}`,
    summary: 'Assign, change status, hand over to people (mode human) or back to flows, mark as read',
    access: 'conversations:write',
    params: inOrg({ conversation: s.id }),
    body: z.strictObject({
      mode: s.conversation.shape.mode.optional(),
      status: s.conversation.shape.status.optional(),
      assigneeId: s.id.nullish(),
      teamId: s.id.nullish(),
      unreadCount: z.literal(0).optional(),
    }),
    example: {},
    response: s.conversation,
  },
  listConversationMessages: {
    method: 'get',
    path: `${orgPath}/conversations/{conversation}/messages`,
    summary: 'Messages of a conversation, newest first',
    access: 'conversations:read',
    params: inOrg({ conversation: s.id }),
    query: list({}),
    response: s.page(s.message),
  },
  downloadMessageFile: {
    method: 'get',
    path: `${orgPath}/messages/{message}/file`,
    summary: 'The photo, voice message or other file of a message, once it is stored',
    access: 'conversations:read',
    params: inOrg({ message: s.id }),
    response: z.string(),
    responseType: 'file',
  },
  sendMessage: {
    method: 'post',
    path: `${orgPath}/conversations/{conversation}/messages`,
    summary: 'Send a text or a file as an agent; the answer shows it queued, its status follows',
    access: 'messages:send',
    params: inOrg({ conversation: s.id }),
    body: s.sendMessageBody,
    example: { text: 'Hello' },
    status: 202,
    response: s.message,
  },
  listMessages: {
    method: 'get',
    path: `${orgPath}/messages`,
    summary: 'Messages over all conversations, newest first',
    access: 'conversations:read',
    params: org,
    query: list({
      direction: s.message.shape.direction.optional(),
      status: s.messageStatus.optional(),
      contactId: s.id.optional(),
    }),
    response: s.page(s.message),
  },
} as const satisfies OperationGroup;
