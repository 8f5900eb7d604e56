/**
 * Every operation of the `/v1` API: method, path, who may call it, what goes in and what comes out. The server registers
 * its handlers by these names, the studio calls them by these names, OpenAPI is made from them. A subject a file.
 */
import type { z } from 'zod';
import { analyticsOperations } from './operations/analytics.ts';
import { apiKeysOperations } from './operations/api-keys.ts';
import { auditOperations } from './operations/audit.ts';
import { bulkOperations } from './operations/bulk.ts';
import { campaignsOperations } from './operations/campaigns.ts';
import { channelsOperations } from './operations/channels.ts';
import { contactFilesOperations } from './operations/contact-files.ts';
import { attributesOperations } from './operations/attributes.ts';
import { consentOperations } from './operations/consent.ts';
import { contactsOperations } from './operations/contacts.ts';
import { conversationsOperations } from './operations/conversations.ts';
import { deadLettersOperations } from './operations/dead-letters.ts';
import { erasureOperations } from './operations/erasure.ts';
import { flowJobsOperations } from './operations/flow-jobs.ts';
import { flowRunsOperations } from './operations/flow-runs.ts';
import { flowsOperations } from './operations/flows.ts';
import { mediaOperations } from './operations/media.ts';
import { membersOperations } from './operations/members.ts';
import { notesOperations } from './operations/notes.ts';
import { organizationsOperations } from './operations/organizations.ts';
import { retentionOperations } from './operations/retention.ts';
import { peopleOperations } from './operations/people.ts';
import { secretsOperations } from './operations/secrets.ts';
import { segmentsOperations } from './operations/segments.ts';
import { teamsOperations } from './operations/teams.ts';
import { templatesOperations } from './operations/templates.ts';
import { webhooksOperations } from './operations/webhooks.ts';
import type { OperationGroup } from './operations/operation.ts';

export type { Operation } from './operations/operation.ts';

export const operations = {
  ...organizationsOperations,
  ...membersOperations,
  ...teamsOperations,
  ...channelsOperations,
  ...templatesOperations,
  // Before contacts: `/contacts/duplicates` is no id of a contact.
  ...peopleOperations,
  ...contactsOperations,
  ...bulkOperations,
  ...contactFilesOperations,
  ...erasureOperations,
  ...consentOperations,
  ...attributesOperations,
  ...segmentsOperations,
  ...campaignsOperations,
  ...conversationsOperations,
  ...notesOperations,
  ...analyticsOperations,
  ...mediaOperations,
  ...flowsOperations,
  ...flowRunsOperations,
  ...flowJobsOperations,
  ...secretsOperations,
  ...apiKeysOperations,
  ...webhooksOperations,
  ...auditOperations,
  ...retentionOperations,
  ...deadLettersOperations,
} as const satisfies OperationGroup;

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
