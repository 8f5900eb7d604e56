import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { ApiKey } from '../../../../../core/api/api-keys.ts';
import { api } from '../../../shared/api/api.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { apiKeysKey } from './queries.ts';

export function TakeOverDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const takeOver = useMutation({
    mutationFn: () => api.call('takeOverApiKey', { params: { org: orgId, key: apiKey.id } }),
    onSuccess: async () => {
      toast.success(`“${apiKey.name}” acts for you now`);
      onClose();
      await queryClient.invalidateQueries({ queryKey: apiKeysKey(orgId) });
    },
  });
  return (
    <ConfirmDialog
      title={`Take over “${apiKey.name}”?`}
      description="Programs that use it go on as before, with your rights as their bound, and so do keys that were made with it."
      confirm="Take over"
      change={takeOver}
      onClose={onClose}
    >
      <p className="text-sm text-muted">
        It works for everybody who has it. If its maker may have kept a copy, revoke it and make a new one
        instead.
      </p>
    </ConfirmDialog>
  );
}
