/** Who changed what. */
import { z } from 'zod';
import { auditEntry } from '../audit.ts';
import * as s from '../schemas.ts';
import { list, org, orgPath, type OperationGroup } from './operation.ts';

const word = z.string().trim().min(1).max(64).optional();

export const auditOperations = {
  listAudit: {
    method: 'get',
    path: `${orgPath}/audit`,
    summary: 'Changes of settings, members, keys, channels, flows and consent, newest first',
    access: 'audit:read',
    params: org,
    query: list({
      actorId: s.id.optional().describe('A person or an API key'),
      subject: word.describe('Kind of thing, for example member or flow'),
      action: word.describe('created, changed, deleted'),
      subjectId: z.string().min(1).max(256).optional(),
      contactId: s.id.optional(),
      from: s.time.optional(),
      to: s.time.optional(),
      search: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .optional()
        .describe(
          'Names of things, people and keys; an id or a request id as it is written. Finds the newest 1,000',
        ),
    }),
    response: s.page(auditEntry),
  },
} as const satisfies OperationGroup;
