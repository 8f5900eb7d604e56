import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { ApiKey } from '../../../../../core/api/api-keys.ts';
import { api } from '../../../shared/api/api.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { apiKeysKey } from './queries.ts';

export function RevokeApiKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.call('revokeApiKey', { params: { org: orgId, key: apiKey.id } }),
    onSuccess: async () => {
      toast.success(`“${apiKey.name}” is revoked`);
      onClose();
      await queryClient.invalidateQueries({ queryKey: apiKeysKey(orgId) });
    },
  });
  return (
    <ConfirmDialog
      title={`Revoke “${apiKey.name}”?`}
      description="Programs that use it are refused from now on, and so are keys that were made with it. This can't be undone."
      confirm="Revoke"
      cancel="Keep it"
      change={revoke}
      onClose={onClose}
    />
  );
}
