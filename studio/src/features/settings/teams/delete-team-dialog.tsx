import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Team } from '../../../../../core/api/members.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';

export function DeleteTeamDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.call('deleteTeam', { params: { org: orgId, team: team.id } }),
    onSuccess: () => {
      toast.success(`“${team.name}” was deleted`);
      onClose();
      void queryClient.invalidateQueries({ queryKey: keys.teams(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.members(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.conversations(orgId) });
    },
  });
  return (
    <ConfirmDialog
      title={`Delete “${team.name}”?`}
      description="Its people stay, and its conversations stay with whoever has them."
      confirm="Delete"
      cancel="Keep it"
      change={remove}
      onClose={onClose}
    />
  );
}
