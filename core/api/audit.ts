/** Shapes of the API around the audit log; what entries speak of stands in audit-subjects.ts. */
import { z } from 'zod';
import { id, time } from './schemas.ts';

const values = z.record(z.string(), z.unknown());

export const auditEntry = z.object({
  id: z.int(),
  at: time,
  actor: z.object({
    kind: z.enum(['user', 'apiKey', 'system']),
    id: id.nullable(),
    name: z.string().nullable().describe('Null for the system, and for who can’t be named any more'),
    workflowId: z.string().nullable().describe('Of the system: the workflow that did it, where it is known'),
  }),
  action: z.string().describe('created, changed, deleted, or a word of its own such as merged'),
  subject: z.string().describe('What kind of thing, for example member or flow'),
  subjectId: z.string().describe('An id; of a secret its name'),
  subjectName: z.string().nullable(),
  contactId: id.nullable(),
  changed: z.array(z.string()).describe('Names of the fields'),
  before: values.describe('Secrets as `{hidden}`, documents as `{bytes, sha256}`'),
  after: values,
  erasedAt: time.nullable().describe('The personal values of this entry were erased then'),
  requestId: z.string().nullable(),
  address: z.string().nullable().describe('IP address from which the request came'),
});

export type AuditEntry = z.infer<typeof auditEntry>;
