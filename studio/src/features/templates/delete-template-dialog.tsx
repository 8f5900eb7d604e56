import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Template } from '../../../../core/api/templates.ts';
import { api } from '../../shared/api/api.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { useRefreshTemplates } from './queries.ts';

export function DeleteTemplateDialog({ template, onClose }: { template: Template; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const refresh = useRefreshTemplates();
  const remove = useMutation({
    mutationFn: () => api.call('deleteTemplate', { params: { org: orgId, template: template.id } }),
    onSuccess: async () => {
      toast.success(`“${template.name}” was deleted`);
      onClose();
      await refresh();
    },
  });
  return (
    <ConfirmDialog
      title={`Delete “${template.name}”?`}
      description={`It is deleted at Meta, in ${template.language} only. Flows that name it can’t send it any more, and an approved template’s name is blocked for 30 days.`}
      confirm="Delete"
      cancel="Keep it"
      change={remove}
      onClose={onClose}
    />
  );
}
