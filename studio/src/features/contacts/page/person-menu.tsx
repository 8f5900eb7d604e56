import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Download, Ellipsis, UserX } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Contact } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { personName } from '../../../shared/lib/phone.ts';
import { saveFile } from '../../../shared/lib/save-file.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { Menu, MenuItem } from '../../../shared/ui/menu.tsx';

/** What a person may ask for: their data, and to be forgotten. */
export function PersonMenu({ contact }: { contact: Contact }) {
  const { orgId } = useWorkspace();
  const mayExport = useMay('contacts:export');
  const mayErase = useMay('contacts:erase');
  const [isErasing, setErasing] = useState(false);
  const download = useMutation({
    mutationFn: () => api.download('exportContact', { params: { org: orgId, contact: contact.id } }),
    onSuccess: ({ file, name }) => saveFile(file, name),
    onError: (error) => toast.error(errorText(error)),
  });
  if (!mayExport && !mayErase) return null;
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="icon" aria-label="More for this person" isBusy={download.isPending}>
            <Ellipsis aria-hidden />
          </Button>
        }
      >
        {mayExport && (
          <MenuItem onSelect={() => download.mutate()}>
            <Download aria-hidden /> Download their data
          </MenuItem>
        )}
        {mayErase && (
          <MenuItem tone="danger" onSelect={() => setErasing(true)}>
            <UserX aria-hidden /> Erase for good…
          </MenuItem>
        )}
      </Menu>
      {isErasing && <EraseDialog contact={contact} onClose={() => setErasing(false)} />}
    </>
  );
}

function EraseDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const name = personName(contact.name, contact.phone);
  const erase = useMutation({
    mutationFn: () =>
      api.call('eraseContact', { params: { org: orgId, contact: contact.id }, body: { reason: 'request' } }),
    onSuccess: async () => {
      toast.success('They are being erased. The proof will be in Settings, Data.');
      await navigate({ to: '/contacts' });
      await Promise.all(
        [keys.contacts(orgId), keys.conversations(orgId), [orgId, 'erasures']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  return (
    <ConfirmDialog
      title={`Erase ${name} for good?`}
      description="Their profile, conversations, runs and files go, also from raw webhooks. Their opt-out stays. There is no way back."
      confirm="Erase for good"
      change={erase}
      typed={name}
      onClose={onClose}
    />
  );
}
