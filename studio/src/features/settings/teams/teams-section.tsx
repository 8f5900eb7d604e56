import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus, Trash2, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { Member, Team } from '../../../../../core/api/members.ts';
import { membersQuery, teamsQuery } from '../../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Avatar } from '../../../shared/ui/avatar.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Section } from '../section.tsx';
import { DeleteTeamDialog } from './delete-team-dialog.tsx';
import { TeamDialog } from './team-dialog.tsx';

type Open = { kind: 'edit'; team: Team | null } | { kind: 'delete'; team: Team } | null;

export function TeamsSection() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('members:write');
  const teams = useQuery(teamsQuery(orgId));
  const members = useQuery(membersQuery(orgId)).data ?? [];
  const [open, setOpen] = useState<Open>(null);
  const add = mayEdit && (
    <Button variant="primary" onClick={() => setOpen({ kind: 'edit', team: null })}>
      <Plus aria-hidden /> New team
    </Button>
  );
  return (
    <div className="max-w-3xl">
      <Section
        title="Teams"
        hint="Conversations can be a team’s; flows and people hand over to it."
        action={teams.data && teams.data.length > 0 && add}
      >
        {teams.isPending && <Skeleton className="h-32" />}
        {teams.isError && (
          <ErrorState className="h-auto" error={teams.error} onRetry={() => void teams.refetch()} />
        )}
        {teams.data?.length === 0 && (
          <EmptyState className="h-auto py-6" icon={UsersRound} title="No teams yet" action={add}>
            Group people who answer the same things, such as Sales or Support.
          </EmptyState>
        )}
        {teams.data && teams.data.length > 0 && (
          <ul aria-label="Teams" className="-mx-2 divide-y divide-border">
            {teams.data.map((team) => (
              <li key={team.id} className="flex items-center gap-3 px-2 py-3">
                <div className="min-w-0 flex-1">
                  <p className="truncate text-sm font-medium">{team.name}</p>
                  <People members={members.filter(({ userId }) => team.memberIds.includes(userId))} />
                </div>
                {mayEdit && (
                  <>
                    <Button
                      variant="ghost"
                      size="iconSm"
                      aria-label={`Change ${team.name}`}
                      onClick={() => setOpen({ kind: 'edit', team })}
                    >
                      <Pencil aria-hidden />
                    </Button>
                    <Button
                      variant="ghost"
                      size="iconSm"
                      aria-label={`Delete ${team.name}`}
                      onClick={() => setOpen({ kind: 'delete', team })}
                    >
                      <Trash2 aria-hidden />
                    </Button>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </Section>
      {open?.kind === 'edit' && <TeamDialog team={open.team} onClose={() => setOpen(null)} />}
      {open?.kind === 'delete' && <DeleteTeamDialog team={open.team} onClose={() => setOpen(null)} />}
    </div>
  );
}

const SHOWN = 6;

function People({ members }: { members: Member[] }) {
  if (members.length === 0) return <p className="text-xs text-muted">Nobody yet</p>;
  const names = members.map(({ name, email }) => name ?? email);
  return (
    <p className="mt-1 flex items-center gap-1 text-xs text-muted">
      {names.slice(0, SHOWN).map((name) => (
        <Avatar key={name} name={name} className="size-6 text-[10px]" />
      ))}
      <span className="ml-1 truncate">{names.join(', ')}</span>
    </p>
  );
}
