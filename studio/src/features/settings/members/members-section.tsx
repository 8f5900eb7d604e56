import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '../../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Section } from '../section.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberRow } from './member-row.tsx';

/** Who works here, and who is invited to. */
export function MembersSection() {
  const { orgId, userId } = useWorkspace();
  const mayInvite = useMay('members:write');
  const members = useQuery(membersQuery(orgId));
  const [isInviting, setInviting] = useState(false);
  return (
    <div className="max-w-3xl space-y-6">
      <Section
        title="Members"
        hint="People who work here, and what they may do."
        action={
          mayInvite && (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden /> Invite people
            </Button>
          )
        }
      >
        {members.isPending && <Skeleton className="h-40" />}
        {members.isError && (
          <ErrorState className="h-auto" error={members.error} onRetry={() => void members.refetch()} />
        )}
        {members.data && (
          <ul aria-label="Members" className="-mx-2 divide-y divide-border">
            {members.data.map((member) => (
              <MemberRow
                key={member.userId}
                member={member}
                isMe={member.userId === userId}
                isLastOwner={
                  member.role === 'owner' && members.data.filter(({ role }) => role === 'owner').length === 1
                }
              />
            ))}
          </ul>
        )}
      </Section>
      {mayInvite && <Invitations />}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </div>
  );
}
