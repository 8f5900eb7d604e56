/** Teams of members. */
import { z } from 'zod';
import * as members from '../members.ts';
import * as s from '../schemas.ts';
import { inOrg, list, org, orgPath, type OperationGroup } from './operation.ts';

const memberIds = z.array(s.id).max(500);

export const teamsOperations = {
  listTeams: {
    method: 'get',
    path: `${orgPath}/teams`,
    summary: 'Teams by name',
    access: 'members:read',
    params: org,
    query: list({}),
    response: s.page(members.team),
  },
  createTeam: {
    method: 'post',
    path: `${orgPath}/teams`,
    summary: 'New team; 409 `team_exists` when another has the name',
    access: 'members:write',
    params: org,
    body: z.strictObject({ name: members.teamName, memberIds: memberIds.optional() }),
    example: { name: 'Support' },
    status: 201,
    response: members.team,
  },
  updateTeam: {
    method: 'patch',
    path: `${orgPath}/teams/{team}`,
    summary: 'Change a team’s name, or who belongs to it: `memberIds` is the whole list',
    access: 'members:write',
    params: inOrg({ team: s.id }),
    body: z.strictObject({ name: members.teamName.optional(), memberIds: memberIds.optional() }),
    example: {},
    response: members.team,
  },
  deleteTeam: {
    method: 'delete',
    path: `${orgPath}/teams/{team}`,
    summary: 'Delete a team; its conversations stay with their assignees',
    access: 'members:write',
    params: inOrg({ team: s.id }),
    response: z.object({ id: s.id }),
  },
} as const satisfies OperationGroup;
