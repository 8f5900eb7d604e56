/** Roles and the end of memberships; who may do what to whom is decided in the database. */
import type { Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { ApiError } from '../problems.ts';
import { findMember } from '../rows/members.ts';

export const updateMember = operation('updateMember', {
  async handle({ tx, params: { org, member }, body: { role } }) {
    await tx`select private.set_member_role(${org}, ${member}, ${role})`;
    return findMember(tx, org, member);
  },
});

export const removeMember = operation('removeMember', {
  handle: ({ tx, params: { org, member } }) => endMembership(tx, org, member),
});

export const leaveOrganization = operation('leaveOrganization', {
  async handle({ tx, params: { org }, principal }) {
    if (principal.kind !== 'user') throw new ApiError('people_only');
    return endMembership(tx, org, principal.id);
  },
});

async function endMembership(tx: Tx, org: string, userId: string): Promise<{ userId: string }> {
  const [row] = await tx<
    { was_member: boolean }[]
  >`select private.remove_member(${org}, ${userId}) as was_member`;
  if (!row?.was_member) throw new ApiError('not_found');
  return { userId };
}
