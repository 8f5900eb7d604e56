import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Segment } from '../../../../core/api/segments.ts';
import { api } from '../../shared/api/api.ts';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';

export function DeleteSegmentDialog({ segment, onClose }: { segment: Segment; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.call('deleteSegment', { params: { org: orgId, segment: segment.id } }),
    onSuccess: async () => {
      toast.success(`“${segment.name}” was deleted`);
      onClose();
      await queryClient.invalidateQueries({ queryKey: keys.segments(orgId) });
    },
  });
  return (
    <ConfirmDialog
      title={`Delete “${segment.name}”?`}
      description="Its contacts stay. The segment itself can't be brought back."
      confirm="Delete"
      cancel="Keep it"
      change={remove}
      onClose={onClose}
    />
  );
}
