import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw, X } from 'lucide-react';
import { toast } from 'sonner';
import type { Invitation } from '../../../../../core/api/members.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge, type BadgeTone } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { roleWords } from '../../../shared/ui/role-words.ts';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { Section } from '../section.tsx';

/** While a mail is on its way its state is asked for. */
const POLL_MS = 2_000;

export function Invitations() {
  const { orgId } = useWorkspace();
  const invitations = useQuery({
    queryKey: keys.invitations(orgId),
    queryFn: ({ signal }) =>
      api.call('listInvitations', { params: { org: orgId }, query: { limit: 100 } }, { signal }),
    refetchInterval: (query) =>
      query.state.data?.items.some(({ mail }) => mail === 'sending') ? POLL_MS : false,
  });
  const items = invitations.data?.items ?? [];
  return (
    <Section title="Invitations" hint="A link by mail, good for 7 days and for that address only.">
      {invitations.isPending && <Skeleton className="h-16" />}
      {invitations.isError && (
        <ErrorState className="h-auto" error={invitations.error} onRetry={() => void invitations.refetch()} />
      )}
      {invitations.data && items.length === 0 && (
        <p className="text-sm text-muted">Nobody is invited just now.</p>
      )}
      {items.length > 0 && (
        <ul aria-label="Invitations" className="-mx-2 divide-y divide-border">
          {items.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function stateOf(invitation: Invitation, now: Date): { tone: BadgeTone; label: string; title?: string } {
  if (Date.parse(invitation.expiresAt) <= now.getTime()) return { tone: 'warn', label: 'Expired' };
  switch (invitation.mail) {
    case 'sending':
      return { tone: 'info', label: 'Mail on its way' };
    case 'failed':
      return {
        tone: 'danger',
        label: 'Mail not delivered',
        title: 'The mail server didn’t take it. It is tried again for a day.',
      };
    case 'sent':
      return { tone: 'neutral', label: 'Mail sent' };
  }
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { orgId, role: myRole } = useWorkspace();
  const now = useNow('halfMinute');
  const queryClient = useQueryClient();
  const state = stateOf(invitation, now);
  const params = { org: orgId, invitation: invitation.id };
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: keys.invitations(orgId) });
  const resend = useMutation({
    mutationFn: () => api.call('resendInvitation', { params }),
    onSuccess: async () => {
      toast.success(`A new link goes to ${invitation.email}`);
      await onSuccess();
    },
    onError: (error) => toast.error('The mail was not sent', { description: errorText(error) }),
  });
  const revoke = useMutation({
    mutationFn: () => api.call('revokeInvitation', { params }),
    onSuccess: async () => {
      toast.success(`The invitation of ${invitation.email} was withdrawn`);
      await onSuccess();
    },
    onError: (error) => toast.error('The invitation was not withdrawn', { description: errorText(error) }),
  });
  const mayTouch = invitation.role !== 'owner' || myRole === 'owner';
  const isPast = Date.parse(invitation.expiresAt) <= now.getTime();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-2 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate text-sm font-medium">{invitation.email}</p>
        <p className="text-xs text-muted">
          {roleWords[invitation.role].label}
          {invitation.invitedByName && `, invited by ${invitation.invitedByName}`},{' '}
          {isPast ? 'expired' : 'expires'} {relativeTime(invitation.expiresAt, now)}
        </p>
      </div>
      <Badge tone={state.tone} title={state.title}>
        {state.label}
      </Badge>
      {mayTouch && (
        <div className="flex gap-1">
          <Button
            variant="ghost"
            size="sm"
            isBusy={resend.isPending}
            aria-label={`Send again to ${invitation.email}`}
            onClick={() => resend.mutate()}
          >
            <RotateCw aria-hidden /> Send again
          </Button>
          <Button
            variant="ghost"
            size="iconSm"
            isBusy={revoke.isPending}
            aria-label={`Withdraw the invitation of ${invitation.email}`}
            title="Withdraw"
            onClick={() => revoke.mutate()}
          >
            <X aria-hidden />
          </Button>
        </div>
      )}
    </li>
  );
}
