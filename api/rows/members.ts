/** Members of an organisation with their names, which only `private.list_members` gives out. */
import type { Member } from '../../core/api/members.ts';
import type { Role } from '../../core/api/schemas.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { toTime } from './time.ts';

export interface MemberRow {
  user_id: string;
  name: string | null;
  email: string;
  role: Role;
  team_ids: string[];
  created_at: Date;
  /** What lists are sorted by. */
  sort_name: string;
}

/** The start of a query over the members `m` of an organisation. */
export function selectMembers(tx: Tx, org: string) {
  return tx`
    select m.* from (
      select l.user_id, l.name, l.email, l.role, l.created_at, lower(coalesce(l.name, l.email)) as sort_name,
        array(select t.team_id from public.team_members t where t.org_id = ${org} and t.user_id = l.user_id order by 1) as team_ids
      from private.list_members(${org}) l
    ) m`;
}

export function toMember(row: MemberRow): Member {
  const { user_id: userId, name, email, role, team_ids: teamIds } = row;
  return { userId, name, email, role, teamIds, joinedAt: toTime(row.created_at) };
}

/** @throws ApiError not_found */
export async function findMember(tx: Tx, org: string, userId: string): Promise<Member> {
  const [row] = await tx<MemberRow[]>`${selectMembers(tx, org)} where m.user_id = ${userId}`;
  if (!row) throw new ApiError('not_found');
  return toMember(row);
}
