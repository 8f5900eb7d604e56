import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { WebhookEndpoint } from '../../../../../core/api/webhooks.ts';
import { api } from '../../../shared/api/api.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { NewSecret } from './new-secret.tsx';
import { webhooksKey } from './queries.ts';
import { nameOf } from './webhook-row.tsx';

interface Props {
  webhook: WebhookEndpoint;
  onClose: () => void;
}

export function DeleteWebhookDialog({ webhook, onClose }: Props) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.call('deleteWebhookEndpoint', { params: { org: orgId, endpoint: webhook.id } }),
    onSuccess: async () => {
      toast.success('The webhook is deleted');
      onClose();
      await queryClient.invalidateQueries({ queryKey: webhooksKey(orgId) });
    },
  });
  return (
    <ConfirmDialog
      title={`Delete ${nameOf(webhook)}?`}
      description="Its server is told nothing any more, and what was still to be sent is forgotten. This can't be undone."
      confirm="Delete"
      cancel="Keep it"
      change={remove}
      onClose={onClose}
    />
  );
}

/** Asks first; then shows the new secret, once. */
export function RotateSecretDialog({ webhook, onClose }: Props) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const rotate = useMutation({
    gcTime: 0,
    mutationFn: () => api.call('rotateWebhookSecret', { params: { org: orgId, endpoint: webhook.id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksKey(orgId) }),
  });
  if (rotate.data) {
    return (
      <NewSecret
        title="The new secret is in use"
        secret={rotate.data.secret}
        note="For a day everything is signed with the former one, too."
        onClose={onClose}
      />
    );
  }
  return (
    <ConfirmDialog
      title={`A new secret for ${nameOf(webhook)}?`}
      description="For a day everything is signed with both, so that your server can change in peace. After that only the new one counts."
      confirm="Make a new secret"
      change={rotate}
      onClose={onClose}
    />
  );
}
