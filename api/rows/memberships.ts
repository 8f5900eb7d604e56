/** Organisations of a person, as `/v1/me` lists them. */
import type { Me, Role } from '../../core/api/schemas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';

type Membership = Me['memberships'][number];

interface MembershipRow {
  id: string;
  name: string;
  slug: string;
  role: Role;
}

export async function listMemberships(tx: Tx, userId: string): Promise<Membership[]> {
  const rows = await tx<MembershipRow[]>`${selectOf(tx, userId)} order by o.name, o.id`;
  return rows.map(toMembership);
}

/** @throws ApiError not_found */
export async function findMembership(tx: Tx, org: string, userId: string): Promise<Membership> {
  const [row] = await tx<MembershipRow[]>`${selectOf(tx, userId)} and o.id = ${org}`;
  if (!row) throw new ApiError('not_found');
  return toMembership(row);
}

function selectOf(tx: Tx, userId: string) {
  return tx`
    select o.id, o.name, o.slug, m.role
    from public.org_members m join public.organizations o on o.id = m.org_id where m.user_id = ${userId}`;
}

function toMembership({ role, ...org }: MembershipRow): Membership {
  return { org, role };
}
