import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Team } from '../../../../../core/api/members.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys, membersQuery } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Input } from '../../../shared/ui/input.tsx';
import { roleWords } from '../../../shared/ui/role-words.ts';

/** @param team null makes a new one */
export function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const members = useQuery(membersQuery(orgId)).data ?? [];
  const [name, setName] = useState(team?.name ?? '');
  const [memberIds, setMemberIds] = useState<readonly string[]>(team?.memberIds ?? []);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), memberIds: [...memberIds] };
      return team
        ? api.call('updateTeam', { params: { org: orgId, team: team.id }, body })
        : api.call('createTeam', { params: { org: orgId }, body });
    },
    onSuccess: () => {
      onClose();
      void queryClient.invalidateQueries({ queryKey: keys.teams(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.members(orgId) });
    },
  });
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={team ? `Change “${team.name}”` : 'New team'}
      className="max-w-md"
      action={team ? 'Save' : 'Create'}
      isBusy={save.isPending}
      isReady={name.trim() !== ''}
      onSubmit={() => save.mutate()}
    >
      <Field label="Name" error={save.error ? errorText(save.error) : null}>
        <Input
          autoFocus
          required
          maxLength={80}
          placeholder="Support"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <fieldset>
        <legend className="mb-1.5 text-[13px] font-medium">Members</legend>
        <ul className="scroll-thin max-h-64 space-y-0.5 overflow-y-auto rounded-lg border border-border p-1">
          {members.map((member) => (
            <li key={member.userId}>
              <label className="flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-surface-2">
                <input
                  type="checkbox"
                  className="size-4 accent-primary"
                  checked={memberIds.includes(member.userId)}
                  onChange={(event) =>
                    setMemberIds(
                      event.target.checked
                        ? [...memberIds, member.userId]
                        : memberIds.filter((id) => id !== member.userId),
                    )
                  }
                />
                <span className="min-w-0 flex-1 truncate">{member.name ?? member.email}</span>
                <span className="text-xs text-muted">{roleWords[member.role].label}</span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
    </FormDialog>
  );
}
