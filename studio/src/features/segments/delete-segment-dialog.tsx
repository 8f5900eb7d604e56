import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Segment } from '../../../../core/api/segments.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';

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
    <Dialog
      isOpen
      onClose={onClose}
      title={`Delete “${segment.name}”?`}
      description="Its contacts stay. The segment itself can't be brought back."
      className="max-w-md"
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
        </>
      }
    >
      {remove.error && (
        <p role="alert" className="text-sm text-danger">
          {errorText(remove.error)}
        </p>
      )}
    </Dialog>
  );
}
