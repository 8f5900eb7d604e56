/** Shapes of the API around the erasure of people. */
import { z } from 'zod';
import { id, time } from './schemas.ts';

/** Words of a list: free text could name the person. */
export const erasureReason = z.enum(['request', 'mistake', 'other']);

export const erasure = z.object({
  id,
  contactId: id.describe('Of the contact that is gone, or about to be'),
  reason: erasureReason,
  status: z.enum(['queued', 'running', 'completed', 'failed']),
  counts: z.record(z.string(), z.int()).describe('Rows and files by what was erased'),
  proof: z
    .string()
    .nullable()
    .describe(
      'SHA-256 over ids, reason, times and counts; null until it is completed. Also in the audit log',
    ),
  requestedBy: z.string().describe('`user:{id}` or `key:{id}`'),
  workflowId: z.string(),
  createdAt: time,
  completedAt: time.nullable(),
});

export const erasureBody = z.strictObject({ reason: erasureReason.default('request') });

export type Erasure = z.infer<typeof erasure>;
