import { randomUUID } from 'node:crypto';
import { operation } from '../operation.ts';
import { withFreeName } from '../rows/free-name.ts';
import { findTeam, setTeamMembers } from '../rows/teams.ts';

export const createTeam = operation('createTeam', {
  async handle({ tx, params: { org }, body: { name, memberIds } }) {
    const id = randomUUID();
    await withFreeName(
      tx,
      'team_exists',
      (sp) => sp`insert into public.teams (id, org_id, name) values (${id}, ${org}, ${name})`,
    );
    if (memberIds) await setTeamMembers(tx, org, id, memberIds);
    return findTeam(tx, org, id);
  },
});

export const updateTeam = operation('updateTeam', {
  async handle({ tx, params: { org, team: id }, body: { name, memberIds } }) {
    await findTeam(tx, org, id);
    if (name !== undefined) {
      await withFreeName(
        tx,
        'team_exists',
        (sp) => sp`update public.teams set name = ${name} where org_id = ${org} and id = ${id}`,
      );
    }
    if (memberIds) await setTeamMembers(tx, org, id, memberIds);
    return findTeam(tx, org, id);
  },
});

export const deleteTeam = operation('deleteTeam', {
  async handle({ tx, params: { org, team: id } }) {
    await findTeam(tx, org, id);
    await tx`delete from public.teams where org_id = ${org} and id = ${id}`;
    return { id };
  },
});
