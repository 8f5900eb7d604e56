/** The one door to tenant data: a transaction in which Postgres knows who calls. */
import type { Operation } from '../core/api/operations.ts';
import { isAllowed, isAtLeast, permissions } from '../core/api/permissions.ts';
import type { Role } from '../core/api/schemas.ts';
import { json, type Sql, type Tx } from '../platform/db/pool.ts';
import { claimsOf, type Principal } from './auth/principal.ts';
import { ApiError } from './problems.ts';

/** A request that needs longer is stopped; lists answer in tens of milliseconds. */
export const REQUEST_STATEMENT_TIMEOUT_MS = 10_000;

export interface Scope {
  /** Null: nobody is signed in, for operations that are public. */
  principal: Principal | null;
  access: Operation['access'];
  /** The organisation of the path; null for operations outside one. */
  orgId: string | null;
  /** For the audit log: which request from where. */
  request: { id: string; address: string | null };
  /** Who writes what this transaction has read makes one of the two fail (SQLSTATE 40001). */
  isSerializable?: boolean;
}

/**
 * Runs `work` in a transaction as `app_user` with the caller's claims, after checking the permission: 404 for an organisation
 * that is not the caller's, 403 for a role that is too low or a key without the scope. Commits when `work` resolves.
 */
export async function inContext<Result>(
  db: Sql,
  scope: Scope,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  // NOTE: wrapped, because the driver would take an answer that is an array for a list of queries.
  const isolation = scope.isSerializable ? 'isolation level serializable' : '';
  const { answer } = await db.begin(isolation, async (tx) => {
    const claims = scope.principal ? claimsOf(scope.principal) : {};
    const role = await enter(tx, scope, claims);
    checkAccess(scope, role);
    return { answer: await work(tx) };
  });
  return answer;
}

/** One statement: from its end on the transaction is the caller's. Answers with their role in the organisation. */
async function enter(
  tx: Tx,
  { principal, orgId, request }: Scope,
  claims: Record<string, string>,
): Promise<Role | null> {
  const [row] = await tx<{ role: Role | null }[]>`
    select private.enter(${json(tx, claims)}, ${orgId}) as role, set_config('role', 'app_user', true),
      set_config('parley.request', ${JSON.stringify(request)}, true),
      set_config('statement_timeout', ${String(REQUEST_STATEMENT_TIMEOUT_MS)}, true)`;
  if (principal?.kind === 'apiKey') return principal.orgId === orgId ? principal.role : null;
  return row!.role;
}

function checkAccess({ access, orgId, principal }: Scope, role: Role | null): void {
  if (access === 'public') return;
  if (principal === null) throw new ApiError('unauthenticated');
  if (access === 'any') return;
  if (orgId === null || role === null) throw new ApiError('not_found');
  const least = permissions[access].role;
  if (!isAtLeast(role, least)) {
    throw new ApiError('forbidden', { detail: `This needs the role ${least}; yours is ${role}.` });
  }
  const scopes = principal.kind === 'apiKey' ? principal.scopes : null;
  if (!isAllowed({ role, scopes }, access)) {
    throw new ApiError('forbidden', { detail: `This needs a key with the scope ${access}.` });
  }
}
