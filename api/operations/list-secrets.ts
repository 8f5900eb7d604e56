import { operation } from '../operation.ts';
import { toSecret, type SecretRow } from '../rows/secrets.ts';

/** No pages: an organisation has at most 100. */
export const listSecrets = operation('listSecrets', {
  async handle({ tx, params: { org } }) {
    const rows = await tx<SecretRow[]>`
      select s.name, s.created_by, s.created_at, s.updated_at from private.list_org_secrets(${org}) s`;
    return { items: rows.map(toSecret) };
  },
});
