import { useQuery } from '@tanstack/react-query';
import { ChevronDown, UserRound, UsersRound } from 'lucide-react';
import type { Member, Team } from '../../../../core/api/members.ts';
import type { Conversation } from '../../../../core/api/schemas.ts';
import { isAtLeast } from '../../../../core/api/permissions.ts';
import { membersQuery, teamsQuery } from '../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Menu, MenuChoice, MenuLabel, MenuSeparator } from '../../shared/ui/menu.tsx';
import { useConversationChange } from './use-conversation-changes.ts';

/** Whose conversation it is: a member's, a team's, both, or nobody's. */
export function AssignMenu({ conversation }: { conversation: Conversation }) {
  const { orgId, userId } = useWorkspace();
  const mayAssign = useMay('conversations:write');
  const members = useQuery(membersQuery(orgId)).data ?? [];
  const teams = useQuery(teamsQuery(orgId)).data ?? [];
  const change = useConversationChange(conversation);
  const { assigneeId, teamId } = conversation;
  const assignee = members.find((member) => member.userId === assigneeId);
  const team = teams.find(({ id }) => id === teamId);
  // Only who may answer can be given one; oneself first.
  const choices = members
    .filter(({ role }) => isAtLeast(role, 'agent'))
    .sort((left, right) => Number(right.userId === userId) - Number(left.userId === userId));
  if (!mayAssign) return assignee || team ? <Owner assignee={assignee} team={team} /> : null;
  return (
    <Menu
      trigger={
        // What is heard begins as what is seen.
        <Button
          size="sm"
          aria-label={assignee || team ? `Assigned to ${ownerText(assignee, team)}` : 'Assign to somebody'}
        >
          <Owner assignee={assignee} team={team} />
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      }
      className="max-w-72"
    >
      <MenuLabel>Person</MenuLabel>
      <MenuChoice
        isChosen={assigneeId === null}
        onSelect={() => assigneeId !== null && change.mutate({ assigneeId: null })}
      >
        Nobody
      </MenuChoice>
      {choices.map((member) => (
        <MenuChoice
          key={member.userId}
          isChosen={member.userId === assigneeId}
          onSelect={() => member.userId !== assigneeId && change.mutate({ assigneeId: member.userId })}
        >
          <Avatar name={nameOf(member)} className="size-5 text-[9px]" />
          <span className="truncate">
            {nameOf(member)}
            {member.userId === userId && ' (you)'}
          </span>
        </MenuChoice>
      ))}
      {teams.length > 0 && (
        <>
          <MenuSeparator />
          <MenuLabel>Team</MenuLabel>
          <MenuChoice
            isChosen={teamId === null}
            onSelect={() => teamId !== null && change.mutate({ teamId: null })}
          >
            No team
          </MenuChoice>
          {teams.map(({ id, name }) => (
            <MenuChoice
              key={id}
              isChosen={id === teamId}
              onSelect={() => id !== teamId && change.mutate({ teamId: id })}
            >
              <UsersRound aria-hidden />
              <span className="truncate">{name}</span>
            </MenuChoice>
          ))}
        </>
      )}
    </Menu>
  );
}

function nameOf({ name, email }: Member): string {
  return name ?? email;
}

function ownerText(assignee: Member | undefined, team: Team | undefined): string {
  return [assignee && nameOf(assignee), team?.name].filter(Boolean).join(', ') || 'nobody';
}

function Owner({ assignee, team }: { assignee: Member | undefined; team: Team | undefined }) {
  const text = ownerText(assignee, team);
  return (
    <span className="flex items-center gap-1.5 text-[13px]" title={`Assigned to ${text}`}>
      {assignee ? (
        <Avatar name={nameOf(assignee)} className="size-5 text-[9px]" />
      ) : team ? (
        <UsersRound aria-hidden className="size-4" />
      ) : (
        <UserRound aria-hidden className="size-4" />
      )}
      <span className="max-w-28 truncate max-lg:sr-only">{assignee || team ? text : 'Assign'}</span>
    </span>
  );
}
