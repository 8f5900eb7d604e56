import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../../shared/api/api.ts';
import { leaveOnPurpose } from '../../../shared/session/lost-workspace.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { Section } from '../section.tsx';

export function DeleteOrganization() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title="Delete this workspace"
      hint="Everything in it goes for good: people, conversations, flows, keys. Nobody can bring it back."
    >
      <Button variant="danger" onClick={() => setOpen(true)}>
        Delete the workspace
      </Button>
      {isOpen && <DeleteDialog onClose={() => setOpen(false)} />}
    </Section>
  );
}

function DeleteDialog({ onClose }: { onClose: () => void }) {
  const { orgId, orgName } = useWorkspace();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      leaveOnPurpose(queryClient, orgId, () =>
        api.call('deleteOrganization', { params: { org: orgId }, query: { confirm: orgName.trim() } }),
      ),
    onSuccess: () => toast.success(`“${orgName}” was deleted`),
  });
  return (
    <ConfirmDialog
      title={`Delete “${orgName}” for good?`}
      description="Access ends at once for everybody, and running flows stop. There is no way back."
      confirm="Delete for good"
      change={remove}
      typed={orgName}
      onClose={onClose}
    />
  );
}
