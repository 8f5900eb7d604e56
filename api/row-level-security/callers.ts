/** Everybody who may knock at the database, and a way to act as one of them. */
import type postgres from 'postgres';
import { isAtLeast, roleOrder } from '../../core/api/permissions.ts';
import type { Role } from '../../core/api/schemas.ts';
import { claimsOf } from '../auth/principal.ts';
import type { Fixtures, TestOrg } from '../testing/fixtures.ts';

export type Caller = Role | `${Role}'s key` | 'stranger' | 'nobody';

export const callers: readonly Caller[] = [
  ...roleOrder,
  ...roleOrder.map((role) => `${role}'s key` as const),
  'stranger', // signed in, member of nothing
  'nobody', // no claims at all
];

/** What a caller is in organisation `ours`. */
export function roleOf(caller: Caller): Role | null {
  return roleOrder.find((role) => caller === role || caller === `${role}'s key`) ?? null;
}

export function hasRole(caller: Caller, least: Role): boolean {
  const role = roleOf(caller);
  return role !== null && isAtLeast(role, least);
}

export function claims(caller: Caller, { ours, stranger }: Fixtures): Record<string, string> {
  if (caller === 'nobody') return {};
  const role = roleOf(caller);
  if (role === null) return claimsOf({ kind: 'user', id: stranger.id, email: null, name: null });
  if (caller === role) return claimsOf({ kind: 'user', id: ours.users[role].id, email: null, name: null });
  return claimsOf({ kind: 'apiKey', id: ours.keyIds[role], name: 'k', orgId: ours.id, role, scopes: null });
}

/** Acts as the API does: app_user with the caller's claims, in a transaction that is always rolled back. */
export async function as<Result>(
  sql: postgres.Sql,
  fixtures: Fixtures,
  caller: Caller,
  work: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> {
  const undo = new Error('rolled back on purpose');
  let result: Result;
  try {
    await sql.begin(async (tx) => {
      await tx`
        select set_config('role', 'app_user', true),
          set_config('request.jwt.claims', ${JSON.stringify(claims(caller, fixtures))}, true)`;
      result = await work(tx);
      throw undo;
    });
  } catch (error) {
    if (error !== undo) throw error;
  }
  return result!;
}

export type Whose = 'ours' | 'theirs';
export const whose = ['ours', 'theirs'] as const satisfies Whose[];
export type { TestOrg };
