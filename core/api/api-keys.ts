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
  scopes: z
    .array(z.string())
    .nullable()
    .describe('What the key is limited to; null: everything that its role may do'),
  createdBy: id.nullable().describe('The person who made it; null when a key did'),
  createdByName: z.string().nullable(),
  createdByKey: id.nullable().describe('The key that made it; when that one is revoked, this one is too'),
  createdAt: time,
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
  lastUsedAt: time.nullable().describe('To the minute'),
  isSample: z.boolean(),
});

export const apiKeyWithText = apiKey.extend({
  key: z.string().describe('The key itself: shown in this answer only, we keep its hash'),
});

export const apiKeyStatus = z.enum(['active', 'expired', 'revoked']);

export type ApiKey = z.infer<typeof apiKey>;
export type ApiKeyWithText = z.infer<typeof apiKeyWithText>;
