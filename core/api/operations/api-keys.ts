/** Keys with which programs call the API. */
import { z } from 'zod';
import * as keys from '../api-keys.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

export const apiKeysOperations = {
  listApiKeys: {
    method: 'get',
    path: `${orgPath}/api-keys`,
    summary: 'API keys, newest first; the keys themselves are never shown again',
    access: 'apiKeys:read',
    params: org,
    query: list({ status: keys.apiKeyStatus.optional() }),
    response: s.page(keys.apiKey),
  },
  createApiKey: {
    method: 'post',
    path: `${orgPath}/api-keys`,
    summary: 'Make an API key that can do no more than you; 403 `key_too_strong` when it would',
    access: 'apiKeys:write',
    params: org,
    body: z.strictObject({
      name: z.string().trim().min(1).max(200),
      role: s.role,
      scopes: keys.scopes.nullish().describe('Limits it further; left out: everything that its role may do'),
      expiresAt: s.time.nullish().describe('Left out: it works until it is revoked'),
    }),
    example: { name: 'CRM', role: 'agent', scopes: ['contacts:read', 'contacts:write'] },
    status: 201,
    response: keys.apiKeyWithText,
    answersSecret: true,
  },
  revokeApiKey: {
    method: 'delete',
    path: `${orgPath}/api-keys/{key}`,
    summary: 'End a key, and the keys that it made, at once and for good',
    access: 'apiKeys:write',
    params: inOrg({ key: s.id }),
    response: keys.apiKey,
  },
} as const satisfies OperationGroup;
