/** Tables `teams` and `team_members`. */
import type { Team } from '../../core/api/members.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError, invalidField } from '../problems.ts';
import { toTime } from './time.ts';

export interface TeamRow {
  id: string;
  name: string;
  member_ids: string[];
  created_at: Date;
}

/** For a query in which `teams` is called `t`. */
export function teamColumns(tx: Tx) {
  return tx`
    t.id, t.name, t.created_at,
    array(select m.user_id from public.team_members m where m.org_id = t.org_id and m.team_id = t.id order by 1) as member_ids`;
}

export function toTeam(row: TeamRow): Team {
  return { id: row.id, name: row.name, memberIds: row.member_ids, createdAt: toTime(row.created_at) };
}

/** @throws ApiError not_found */
export async function findTeam(tx: Tx, org: string, id: string): Promise<Team> {
  const [row] = await tx<TeamRow[]>`
    select ${teamColumns(tx)} from public.teams t where t.org_id = ${org} and t.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return toTeam(row);
}

/**
 * Makes `userIds` the whole team.
 * @throws ApiError invalid_input when one of them is no member of the organisation
 */
export async function setTeamMembers(tx: Tx, org: string, id: string, userIds: string[]): Promise<void> {
  const [row] = await tx<{ strangers: number }[]>`
    select count(*)::int as strangers from unnest(${userIds}::uuid[]) u
    where not exists (select from public.org_members m where m.org_id = ${org} and m.user_id = u)`;
  if (row!.strangers > 0)
    throw invalidField('memberIds', 'names somebody who is no member of this organisation');
  await tx`
    delete from public.team_members where org_id = ${org} and team_id = ${id} and user_id <> all (${userIds}::uuid[])`;
  await tx`
    insert into public.team_members (org_id, team_id, user_id)
    select distinct ${org}::uuid, ${id}::uuid, u from unnest(${userIds}::uuid[]) u on conflict do nothing`;
}
