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
    query: list({
      status: keys.apiKeyStatus.optional(),
      actsFor: s.id.optional().describe('Keys that act for this person: they can do no more than they'),
    }),
    response: s.page(keys.apiKey),
  },
  createApiKey: {
    method: 'post',
    path: `${orgPath}/api-keys`,
    summary:
      'Make an API key that can do no more than you, now and whenever it is used; 403 `key_too_strong` when it would',
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
  takeOverApiKey: {
    method: 'post',
    path: `${orgPath}/api-keys/{key}/take-over`,
    summary:
      'Become the maker of a key: it, and the keys that it made, act for you from now on, whoever has their text. For people; 403 `key_too_strong` when its role is above yours, 409 `key_ended`',
    access: 'apiKeys:write',
    params: inOrg({ key: s.id }),
    response: keys.apiKey,
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
