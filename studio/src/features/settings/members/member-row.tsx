import { useQuery } from '@tanstack/react-query';
import { LogOut, MoreHorizontal, UserMinus } from 'lucide-react';
import { useState } from 'react';
import type { Member } from '../../../../../core/api/members.ts';
import { teamsQuery } from '../../../shared/api/queries.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Avatar } from '../../../shared/ui/avatar.tsx';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Menu, MenuItem } from '../../../shared/ui/menu.tsx';
import { roleWords } from '../../../shared/ui/role-words.ts';
import { EndMembershipDialog } from './end-membership-dialog.tsx';
import { RoleSelect } from './role-select.tsx';

export interface MemberRowProps {
  member: Member;
  isMe: boolean;
  isLastOwner: boolean;
}

export function MemberRow({ member, isMe, isLastOwner }: MemberRowProps) {
  const { orgId, role: myRole } = useWorkspace();
  const mayManage = useMay('members:write');
  const now = useNow('halfMinute');
  const [isEnding, setEnding] = useState(false);
  const teams = useQuery(teamsQuery(orgId)).data?.filter(({ id }) => member.teamIds.includes(id)) ?? [];
  const name = member.name ?? member.email;
  // The server decides by the same rules: owners are for owners.
  const mayTouch = mayManage && (member.role !== 'owner' || myRole === 'owner');
  const canEnd = (isMe || mayTouch) && !isLastOwner;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-2 py-3">
      <Avatar name={name} className="size-9" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex items-center gap-2 text-sm font-medium">
          <span className="truncate">{name}</span>
          {isMe && <Badge>You</Badge>}
        </p>
        {member.name !== null && <p className="truncate text-[13px] text-muted">{member.email}</p>}
        <p className="mt-0.5 flex flex-wrap items-center gap-1.5 text-xs text-muted">
          <span title={fullTime(member.joinedAt)}>Joined {relativeTime(member.joinedAt, now)}</span>
          {teams.map((team) => (
            <Badge key={team.id} tone="outline">
              {team.name}
            </Badge>
          ))}
        </p>
      </div>
      {mayTouch && !isLastOwner ? (
        <RoleSelect member={member} name={name} />
      ) : (
        <span
          className="px-3 text-sm text-muted"
          title={isLastOwner ? 'A workspace keeps at least one owner.' : undefined}
        >
          {roleWords[member.role].label}
        </span>
      )}
      <div className="w-8">
        {canEnd && (
          <Menu
            trigger={
              <Button variant="ghost" size="iconSm" aria-label={`More about ${name}`}>
                <MoreHorizontal aria-hidden />
              </Button>
            }
          >
            <MenuItem tone="danger" onSelect={() => setEnding(true)}>
              {isMe ? <LogOut aria-hidden /> : <UserMinus aria-hidden />}
              {isMe ? 'Leave the workspace' : 'Remove from the workspace'}
            </MenuItem>
          </Menu>
        )}
      </div>
      {isEnding && <EndMembershipDialog member={member} isMe={isMe} onClose={() => setEnding(false)} />}
    </li>
  );
}
