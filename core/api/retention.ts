/** Shapes of the API around how long an organisation keeps what it keeps. */
import { z } from 'zod';
import { MOST_RETENTION_DAYS, retentionKinds, type RetentionKind } from './retention-kinds.ts';
import { time } from './schemas.ts';

const days = (kind: RetentionKind) =>
  z
    .int()
    .min(retentionKinds[kind].leastDays)
    .max(MOST_RETENTION_DAYS)
    .nullable()
    .describe(`${retentionKinds[kind].effect} Null: no rule`);

/** Days, by kind. */
export const retentionRules = z.strictObject({
  messageContent: days('messageContent'),
  deliveries: days('deliveries'),
  contactEvents: days('contactEvents'),
  runs: days('runs'),
  auditLog: days('auditLog'),
});

export const retention = z.object({
  days: retentionRules,
  enforcedAt: time.nullable().describe('When the rules were enforced last; once a day'),
});

export type RetentionRules = z.infer<typeof retentionRules>;
export type Retention = z.infer<typeof retention>;
