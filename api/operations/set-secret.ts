import { isSecretName } from '../../core/api/secrets.ts';
import { secretContext } from '../../platform/secrets/envelope.ts';
import { operation } from '../operation.ts';
import { invalidField } from '../problems.ts';
import { toSecret, type SecretRow } from '../rows/secrets.ts';

export const setSecret = operation('setSecret', {
  async handle({ tx, params: { org, name }, body, vault }) {
    if (!isSecretName(name)) {
      throw invalidField('name', 'Use letters, digits, _, . and -, a letter first, 63 characters at most.');
    }
    const envelope = vault.seal(secretContext.orgSecret(org, name), body.value);
    const [row] = await tx<SecretRow[]>`
      select s.name, s.created_by, s.created_at, s.updated_at from private.set_org_secret(${org}, ${name}, ${envelope}) s`;
    if (!row)
      throw invalidField('name', 'There are 100 secrets already: delete one that is not used any more.');
    return toSecret(row);
  },
});
