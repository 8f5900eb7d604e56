/** How long things are kept. */
import { retention, retentionRules } from '../retention.ts';
import { z } from 'zod';
import { org, orgPath, type OperationGroup } from './operation.ts';

export const retentionOperations = {
  getRetention: {
    method: 'get',
    path: `${orgPath}/retention`,
    summary: 'How long messages, events, runs and the audit log are kept',
    access: 'organization:read',
    params: org,
    response: retention,
  },
  setRetention: {
    method: 'put',
    path: `${orgPath}/retention`,
    summary: 'Set how long they are kept; what is older goes within a day, for good',
    access: 'organization:write',
    params: org,
    body: z.strictObject({ days: retentionRules }),
    example: {
      days: { messageContent: 365, deliveries: 14, contactEvents: null, runs: 180, auditLog: null },
    },
    response: retention,
  },
} as const satisfies OperationGroup;
