import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { InvitationOutcome } from '../../../../../core/api/members.ts';
import type { Role } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Field } from '../../../shared/ui/field.tsx';
import { FormDialog } from '../../../shared/ui/form-dialog.tsx';
import { Select, Textarea } from '../../../shared/ui/input.tsx';
import { roles, roleWords } from '../../../shared/ui/role-words.ts';
import { readAddresses } from './addresses.ts';

const MOST = 50;

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { orgId, role: myRole } = useWorkspace();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [isChecked, setChecked] = useState(false);
  const { emails, wrong } = readAddresses(text);
  const problem = !isChecked
    ? null
    : wrong.length > 0
      ? `This is no mail address: ${wrong.slice(0, 3).join(', ')}`
      : emails.length === 0
        ? 'Enter at least one mail address.'
        : emails.length > MOST
          ? `Invite ${MOST} people at once at most.`
          : null;

  const invite = useMutation({
    mutationFn: () => api.call('createInvitations', { params: { org: orgId }, body: { emails, role } }),
    onSuccess: ({ items }) => {
      tell(items);
      onClose();
      void queryClient.invalidateQueries({ queryKey: keys.invitations(orgId) });
    },
  });

  function submit() {
    setChecked(true);
    if (wrong.length === 0 && emails.length > 0 && emails.length <= MOST) invite.mutate();
  }

  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title="Invite people"
      description="Each gets a mail with a link that only they can use."
      action={emails.length > 1 ? `Send ${emails.length} invitations` : 'Send invitation'}
      isBusy={invite.isPending}
      onSubmit={submit}
    >
      <Field
        label="Mail addresses"
        hint="One a line, or with commas."
        error={problem ?? (invite.error ? errorText(invite.error) : null)}
      >
        <Textarea
          autoFocus
          value={text}
          placeholder="ada@example.com"
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <Field label="Role" hint={`May ${roleWords[role].may}.`}>
        <Select value={role} onChange={(event) => setRole(event.target.value as Role)}>
          {roles
            .filter((one) => one !== 'owner' || myRole === 'owner')
            .map((one) => (
              <option key={one} value={one}>
                {roleWords[one].label}
              </option>
            ))}
        </Select>
      </Field>
    </FormDialog>
  );
}

function tell(items: InvitationOutcome[]): void {
  const of = (outcome: InvitationOutcome['outcome']) =>
    items.filter((item) => item.outcome === outcome).map(({ email }) => email);
  const [invited, members, open] = [of('invited'), of('member'), of('open')];
  if (invited.length > 0)
    toast.success(invited.length === 1 ? `${invited[0]} is invited` : `${invited.length} people are invited`);
  if (members.length > 0) toast.info(`In here already: ${members.join(', ')}`);
  if (open.length > 0)
    toast.info(`Invited already: ${open.join(', ')}`, { description: 'Use “Send again” for a new link.' });
}
