/** Connecting WhatsApp accounts: nothing is claimed before Meta has said that the token reaches it. */
import type { Waba } from '../../core/api/wabas.ts';
import { json, type Tx } from '../../platform/db/pool.ts';
import { secretContext } from '../../platform/secrets/envelope.ts';
import type { AccountReader, MetaAccount } from '../../platform/whatsapp/accounts.ts';
import { MetaError } from '../../platform/whatsapp/ask-meta.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findWabas } from '../rows/wabas.ts';
import { openWabaToken } from '../waba-token.ts';

export const connectWaba = operation('connectWaba', {
  async handle({ tx, params: { org }, body: { metaWabaId, accessToken }, accounts, appKey, vault }) {
    const account = await claim(accounts, metaWabaId, accessToken);
    const envelope = vault.seal(secretContext.accessToken(org), accessToken);
    return store(tx, org, { appKey, metaWabaId, account, envelope });
  },
});

export const setWabaAccessToken = operation('setWabaAccessToken', {
  async handle({ tx, params: { org, waba }, body: { accessToken }, accounts, appKey, vault }) {
    const { metaWabaId } = await findWaba(tx, org, waba);
    const account = await claim(accounts, metaWabaId, accessToken);
    const envelope = vault.seal(secretContext.accessToken(org), accessToken);
    return store(tx, org, { appKey, metaWabaId, account, envelope });
  },
});

export const refreshWaba = operation('refreshWaba', {
  async handle({ tx, params: { org, waba }, accounts, appKey, vault }) {
    const { metaWabaId } = await findWaba(tx, org, waba);
    const account = await claim(accounts, metaWabaId, await openWabaToken(tx, vault, org, waba));
    return store(tx, org, { appKey, metaWabaId, account, envelope: null });
  },
});

async function findWaba(tx: Tx, org: string, waba: string): Promise<Waba> {
  const [found] = await findWabas(tx, org, waba);
  if (!found) throw new ApiError('not_found');
  return found;
}

/** @throws ApiError token_refused, whatsapp_unavailable */
async function claim(accounts: AccountReader, metaWabaId: string, accessToken: string): Promise<MetaAccount> {
  try {
    return await accounts.claim(metaWabaId, accessToken);
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    const code = error.code === 'token_refused' ? 'token_refused' : 'whatsapp_unavailable';
    throw new ApiError(code, { detail: error.message }, { cause: error });
  }
}

interface Connection {
  appKey: string;
  metaWabaId: string;
  account: MetaAccount;
  /** The sealed token; null: the one that is there stays. */
  envelope: Buffer | null;
}

async function store(
  tx: Tx,
  org: string,
  { appKey, metaWabaId, account, envelope }: Connection,
): Promise<Waba> {
  const [row] = await tx<{ id: string }[]>`
    select private.connect_waba(${org}, ${appKey}, ${metaWabaId}, ${account.name}, ${json(tx, account.numbers)},
      ${envelope}) as id`;
  await tx`select private.request_template_sync(${org}, ${row!.id}, true)`;
  return findWaba(tx, org, row!.id);
}
