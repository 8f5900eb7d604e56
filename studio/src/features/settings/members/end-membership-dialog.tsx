import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Member } from '../../../../../core/api/members.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { leaveOnPurpose } from '../../../shared/session/lost-workspace.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { apiKeysKey, keysOfMemberQuery, keysThatLose } from '../api-keys/queries.ts';
import { KeysAtStake } from './keys-at-stake.tsx';

export interface EndMembershipDialogProps {
  member: Member;
  isMe: boolean;
  onClose: () => void;
}

export function EndMembershipDialog({ member, isMe, onClose }: EndMembershipDialogProps) {
  const { orgId, orgName } = useWorkspace();
  const queryClient = useQueryClient();
  const name = member.name ?? member.email;
  const apiKeys = useQuery({
    ...keysOfMemberQuery(orgId, member.userId),
    enabled: useMay('apiKeys:read'),
    staleTime: 0,
  });
  const atStake = keysThatLose(apiKeys.data ?? [], null);
  const end = useMutation({
    mutationFn: async () => {
      const params = { org: orgId };
      if (isMe) await leaveOnPurpose(queryClient, orgId, () => api.call('leaveOrganization', { params }));
      else await api.call('removeMember', { params: { ...params, member: member.userId } });
    },
    onSuccess: () => {
      if (isMe) return toast.success(`You left “${orgName}”`);
      toast.success(`${name} was removed`);
      onClose();
      void queryClient.invalidateQueries({ queryKey: keys.members(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.teams(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.invitations(orgId) });
      void queryClient.invalidateQueries({ queryKey: apiKeysKey(orgId) });
    },
  });
  return (
    <ConfirmDialog
      title={isMe ? `Leave “${orgName}”?` : `Remove ${name}?`}
      description={
        isMe
          ? 'You can’t come back without a new invitation. Conversations that are yours become nobody’s.'
          : 'Their access ends at once. Conversations of theirs become nobody’s; what they wrote stays.'
      }
      confirm={isMe ? 'Leave' : 'Remove'}
      change={end}
      onClose={onClose}
    >
      <KeysAtStake
        apiKeys={atStake}
        what={`that ${atStake.length === 1 ? 'acts' : 'act'} for ${isMe ? 'you' : name} will stop`}
      />
    </ConfirmDialog>
  );
}
