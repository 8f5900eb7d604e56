import type { Tx } from '../../platform/db/pool.ts';
import { operation } from '../operation.ts';
import { ApiError, invalidField } from '../problems.ts';
import { findConversation } from '../rows/conversations.ts';

export const updateConversation = operation('updateConversation', {
  async handle({ tx, params: { org, conversation: id }, body }) {
    if (body.assigneeId) await checkMember(tx, org, body.assigneeId);
    if (body.teamId) await checkTeam(tx, org, body.teamId);
    const changes = [
      body.mode !== undefined && tx`mode = ${body.mode}`,
      body.status !== undefined && tx`status = ${body.status}`,
      body.assigneeId !== undefined && tx`assignee_id = ${body.assigneeId}`,
      body.teamId !== undefined && tx`team_id = ${body.teamId}`,
      body.unreadCount !== undefined && tx`unread_count = ${body.unreadCount}`,
    ].filter((change) => change !== false);
    if (changes.length > 0) {
      const assignments = changes.flatMap((change, i) => (i === 0 ? change : tx`, ${change}`));
      await tx`update public.conversations set ${assignments} where org_id = ${org} and id = ${id}`;
    }
    const conversation = await findConversation(tx, org, id);
    if (!conversation) throw new ApiError('not_found');
    return conversation;
  },
});

async function checkMember(tx: Tx, org: string, userId: string): Promise<void> {
  const [member] = await tx`
    select 1 from public.org_members m where m.org_id = ${org} and m.user_id = ${userId} and m.role >= 'agent'`;
  if (!member) throw invalidField('assigneeId', 'is not a member of this organisation who may answer people');
}

async function checkTeam(tx: Tx, org: string, teamId: string): Promise<void> {
  const [team] = await tx`select 1 from public.teams t where t.org_id = ${org} and t.id = ${teamId}`;
  if (!team) throw invalidField('teamId', 'is no team of this organisation');
}
