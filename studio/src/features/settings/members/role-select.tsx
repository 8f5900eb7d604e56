import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { ApiKey } from '../../../../../core/api/api-keys.ts';
import type { Member } from '../../../../../core/api/members.ts';
import { isAtLeast } from '../../../../../core/api/permissions.ts';
import type { Role } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { roles, roleWords } from '../../../shared/ui/role-words.ts';
import { apiKeysKey, keysOfMemberQuery, keysThatLose } from '../api-keys/queries.ts';
import { KeysAtStake } from './keys-at-stake.tsx';

/** Changes a role at once; asks first where API keys would lose rights with it. */
export function RoleSelect({ member, name }: { member: Member; name: string }) {
  const { orgId, role: myRole, userId } = useWorkspace();
  const queryClient = useQueryClient();
  const [atStake, setAtStake] = useState<readonly ApiKey[]>([]);
  const change = useMutation({
    mutationFn: (role: Role) =>
      api.call('updateMember', { params: { org: orgId, member: member.userId }, body: { role } }),
    onSuccess: (after) => {
      setAtStake([]);
      queryClient.setQueryData<Member[]>(keys.members(orgId), (members) =>
        members?.map((one) => (one.userId === after.userId ? after : one)),
      );
      if (after.userId === userId) void queryClient.invalidateQueries({ queryKey: keys.me });
      void queryClient.invalidateQueries({ queryKey: apiKeysKey(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.invitations(orgId) });
      toast.success(`${name} is ${roleWords[after.role].one} now`);
    },
    onError: (error) => toast.error('The role was not changed', { description: errorText(error) }),
  });
  const choose = useMutation({
    mutationFn: async (role: Role) => {
      if (isAtLeast(role, member.role)) return [];
      const query = { ...keysOfMemberQuery(orgId, member.userId), staleTime: 0 };
      return keysThatLose(await queryClient.fetchQuery(query), role);
    },
    onSuccess: (losing, role) => {
      if (losing.length > 0) setAtStake(losing);
      else change.mutate(role);
    },
    onError: (error) => toast.error('The role was not changed', { description: errorText(error) }),
  });
  const chosen = choose.variables ?? member.role;
  const isBusy = choose.isPending || change.isPending;
  return (
    <>
      <Select
        aria-label={`Role of ${name}`}
        className="w-28"
        disabled={isBusy}
        value={isBusy ? chosen : member.role}
        onChange={(event) => choose.mutate(event.target.value as Role)}
      >
        {roles
          .filter((role) => role !== 'owner' || myRole === 'owner')
          .map((role) => (
            <option key={role} value={role}>
              {roleWords[role].label}
            </option>
          ))}
      </Select>
      {atStake.length > 0 && (
        <ConfirmDialog
          title={`Make ${name} ${roleWords[chosen].one}?`}
          description="An API key does no more than the member it acts for."
          confirm="Change the role"
          change={{ ...change, mutate: () => change.mutate(chosen) }}
          onClose={() => setAtStake([])}
        >
          <KeysAtStake
            apiKeys={atStake}
            what={`${atStake.length === 1 ? 'does' : 'do'} only what ${roleWords[chosen].one} may from then on`}
          />
        </ConfirmDialog>
      )}
    </>
  );
}
