import { randomUUID } from 'node:crypto';
import { hashApiKey, newApiKey } from '../auth/api-key.ts';
import { operation } from '../operation.ts';
import { invalidField } from '../problems.ts';
import { findOrgApiKey } from '../rows/api-keys.ts';

/** What the key may at most is decided in the database, where the maker's own key is locked meanwhile. */
export const createApiKey = operation('createApiKey', {
  async handle({ tx, params: { org }, body: { name, role, scopes = null, expiresAt = null } }) {
    if (expiresAt !== null && Date.parse(expiresAt) <= Date.now()) {
      throw invalidField('expiresAt', 'is in the past');
    }
    const id = randomUUID();
    const key = newApiKey();
    await tx`
      select private.create_api_key(${org}, ${id}, ${name}, ${hashApiKey(key)}, ${key.slice(-4)}, ${role}, ${scopes}::text[],
        ${expiresAt}::text::timestamptz)`;
    return { ...(await findOrgApiKey(tx, org, id)), key };
  },
});
