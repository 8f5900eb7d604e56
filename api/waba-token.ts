/** The access token of a connected account, for a question to Meta that a request asks. */
import type { Tx } from '../platform/db/pool.ts';
import { secretContext } from '../platform/secrets/envelope.ts';
import { ApiError } from './problems.ts';
import type { Vault } from './vault.ts';

/** @throws ApiError token_refused when there is none */
export async function openWabaToken(tx: Tx, vault: Vault, org: string, waba: string): Promise<string> {
  const [row] = await tx<{ envelope: Buffer | null }[]>`
    select private.access_token_for_refresh(${org}, ${waba}) as envelope`;
  if (!row?.envelope)
    throw new ApiError('token_refused', { detail: 'This account has no access token yet.' });
  return vault.open(secretContext.accessToken(org), row.envelope);
}
