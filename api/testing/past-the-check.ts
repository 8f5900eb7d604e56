/** An operation in the caller's transaction without the API's own check of the permission: what Postgres alone makes of it. */
import { operations, type Operation, type OperationName } from '../../core/api/operations.ts';
import { createPool, type Sql } from '../../platform/db/pool.ts';
import { createStorage } from '../../platform/storage/storage.ts';
import { createSuppressionKeys, suppressionHash } from '../../platform/secrets/suppression.ts';
import type { Principal } from '../auth/principal.ts';
import { inContext } from '../context.ts';
import type { Call, Services } from '../operation.ts';
import { handlerOf } from '../operations/registry.ts';
import { ApiError, type ProblemCode } from '../problems.ts';
import { createRunControl } from '../run-control.ts';
import { createVault } from '../vault.ts';
import { MASTER_KEY, WEBHOOK_APP } from './fixtures.ts';

/**
 * refused: by an error, or nothing was found and nothing written. Any other error by its code: before or behind the refusal, nobody can
 * tell from here.
 */
export type Outcome = 'refused' | 'done' | { stopped: string };

export interface PastTheCheckInput {
  principal: Principal;
  params: Record<string, string>;
  body: unknown;
  query?: Record<string, string>;
}

/** As the API has it. */
export function createApiPool(apiUrl: string): Sql {
  return createPool(apiUrl, { max: 1, applicationName: 'past the check' });
}

const UNDO = new Error('rolled back on purpose');
const vault = createVault(MASTER_KEY);
const services: Services = {
  runControl: createRunControl(() => Promise.reject(new Error('This never gets as far as Temporal.'))),
  // Meta says yes to everybody, so that only Postgres can say no.
  accounts: { claim: () => Promise.resolve({ name: null, numbers: [] }) },
  templates: {
    async *list() {},
    create: () => Promise.resolve({ metaId: '1', status: 'PENDING', category: 'UTILITY' }),
    update: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  },
  allowedPrivateHosts: [],
  appKey: WEBHOOK_APP.appKey,
  suppressionKeys: createSuppressionKeys(MASTER_KEY),
  storage: createStorage({ url: undefined, secretKey: undefined }),
};

export async function callPastTheCheck(
  db: Sql,
  name: OperationName,
  { principal, params, body, query = {} }: PastTheCheckInput,
): Promise<Outcome> {
  const contract: Operation = operations[name];
  // Every member may read the organisation's name: all that is left of the check is that they are one.
  const scope = { principal, access: 'organization:read' as const, orgId: params.org! };
  let outcome: Outcome = 'refused';
  try {
    await inContext(db, { ...scope, request: { id: 'past-the-check', address: null } }, async (tx) => {
      const call = {
        ...{ tx, principal, idempotencyKey: null, ...services, vault },
        params: contract.params.parse(params),
        query: contract.query?.parse(query),
        async fingerprints(identities: readonly string[]) {
          const key = await services.suppressionKeys(tx, scope.orgId);
          return identities.map((identity) => suppressionHash(key, identity));
        },
        body: contract.body?.parse(body),
      } as unknown as Call<OperationName>;
      const answer = (await handlerOf(name).handle(call)) as { items?: unknown[] };
      const [written] = await tx<
        { xid: string | null }[]
      >`select pg_current_xact_id_if_assigned()::text as xid`;
      const isShown = contract.method === 'get' && (answer.items === undefined || answer.items.length > 0);
      if (written!.xid !== null || isShown) outcome = 'done';
      throw UNDO;
    });
  } catch (error) {
    if (error !== UNDO)
      outcome = isRefusal(error) ? 'refused' : { stopped: (error as { code: string }).code };
  }
  return outcome;
}

function isRefusal(error: unknown): boolean {
  // A draft that no policy lets be changed looks as if somebody else had changed it.
  const refusals: ProblemCode[] = ['forbidden', 'not_found', 'stale_draft'];
  if (error instanceof ApiError) return refusals.includes(error.code);
  return ['42501', 'PA001', 'PA002'].includes((error as { code: string }).code);
}
