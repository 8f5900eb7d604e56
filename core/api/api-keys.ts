/** Keys with which programs call the API. */
import { z } from 'zod';
import { permissions, type Permission } from './permissions.ts';
import { id, role, time } from './schemas.ts';

export const scope = z.enum(Object.keys(permissions) as [Permission, ...Permission[]]);

export const scopes = z
  .array(scope)
  .min(1)
  .max(100)
  .refine((list) => new Set(list).size === list.length, { error: 'names a scope twice' });

export const apiKey = z.object({
  id,
  name: z.string(),
  lastFour: z.string().nullable().describe('The last characters of the key, to tell keys apart'),
  role,
  effectiveRole: role
    .nullable()
    .describe(
      'What it acts with now: the lesser of its role and of that of the member it acts for. Null: that one is a member no more, and the key is stopped until somebody takes it over',
    ),
  scopes: z
    .array(z.string())
    .nullable()
    .describe('What the key is limited to; null: everything that its role may do'),
  createdBy: id.nullable().describe('The person who made it or took it over; null when a key made it'),
  createdByName: z.string().nullable(),
  createdByKey: id.nullable().describe('The key that made it; when that one is revoked, this one is too'),
  actsFor: id
    .nullable()
    .describe(
      'The person whose role bounds it: its maker, or the one whom the key that made it acts for. Null for keys of the deployment itself',
    ),
  createdAt: time,
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
  lastUsedAt: time.nullable().describe('To the minute'),
  isSample: z.boolean(),
});

export const apiKeyWithText = apiKey.extend({
  key: z.string().describe('The key itself: shown in this answer only, we keep its hash'),
});

export const apiKeyStatus = z
  .enum(['active', 'stopped', 'expired', 'revoked'])
  .describe('stopped: neither expired nor revoked, but whom it acts for is a member no more');

export type ApiKey = z.infer<typeof apiKey>;
export type ApiKeyWithText = z.infer<typeof apiKeyWithText>;
