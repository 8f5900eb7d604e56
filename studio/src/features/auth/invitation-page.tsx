import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { toast } from 'sonner';
import type { InvitationCard } from '../../../../core/api/members.ts';
import { api } from '../../shared/api/api.ts';
import { ApiError, errorText } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { signOut, useSession } from '../../shared/session/session.ts';
import { useWorkspaceChoice } from '../../shared/session/workspace.ts';
import { roleWords } from '../../shared/ui/role-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Waiting } from '../../shared/ui/spinner.tsx';
import { ErrorState } from '../../shared/ui/states.tsx';
import { AuthLayout } from './auth-layout.tsx';
import { useAuthDraft } from './draft.ts';
import { FormError } from '../../shared/ui/form-error.tsx';

/** Where an invitation's mail leads, whether somebody is signed in or not. */
export function InvitationPage() {
  const { token } = useParams({ from: '/invitations/$token' });
  const card = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => api.call('lookUpInvitation', { params: {}, body: { token } }),
    staleTime: 30_000,
  });
  if (card.isPending) {
    return (
      <main className="h-full">
        <Waiting label="Opening the invitation" />
      </main>
    );
  }
  if (card.isError) {
    const isUnknown = card.error instanceof ApiError && [404, 422].includes(card.error.status);
    if (!isUnknown)
      return (
        <main className="h-full">
          <ErrorState error={card.error} onRetry={() => void card.refetch()} />
        </main>
      );
    return (
      <Closed title="This link is of no use">
        It may have been replaced: look for a newer mail, or ask for another invitation.
      </Closed>
    );
  }
  const { state, organizationName: name } = card.data;
  if (state === 'expired')
    return <Closed title="This invitation has expired">Ask somebody at “{name}” to send it again.</Closed>;
  if (state === 'revoked')
    return (
      <Closed title="This invitation was withdrawn">Ask somebody at “{name}” if that is a surprise.</Closed>
    );
  if (state === 'accepted')
    return <Closed title="This invitation was accepted already">Sign in to work in “{name}”.</Closed>;
  return <Open token={token} card={card.data} />;
}

function Closed({ title, children }: { title: string; children: React.ReactNode }) {
  const isSignedIn = useSession((session) => session.status === 'signedIn');
  return (
    <AuthLayout title={title} subtitle={children}>
      <Button asChild variant="primary" className="h-10 w-full">
        {isSignedIn ? <Link to="/inbox">Go to your workspace</Link> : <Link to="/sign-in">Sign in</Link>}
      </Button>
    </AuthLayout>
  );
}

function Open({ token, card }: { token: string; card: InvitationCard }) {
  const session = useSession();
  const { organizationName, invitedByName, role, email } = card;
  return (
    <AuthLayout
      title={`Join ${organizationName}`}
      subtitle={
        <>
          {invitedByName ?? 'The team'} invites you to work here as {roleWords[role].one}:{' '}
          {roleWords[role].may}.
        </>
      }
    >
      {session.status !== 'signedIn' ? (
        <SignedOut token={token} email={email} />
      ) : session.email.toLowerCase() === email ? (
        <Accept token={token} email={email} />
      ) : (
        <WrongAccount signedInAs={session.email} email={email} />
      )}
    </AuthLayout>
  );
}

function SignedOut({ token, email }: { token: string; email: string }) {
  const next = `/invitations/${token}`;
  const keepEmail = () => useAuthDraft.setState({ email });
  return (
    <div className="space-y-3">
      <p className="text-sm">
        The invitation is for <strong className="font-semibold break-words">{email}</strong>.
      </p>
      <Button asChild variant="primary" className="h-10 w-full">
        <Link to="/sign-up" search={{ next }} onClick={keepEmail}>
          Create an account
        </Link>
      </Button>
      <Button asChild className="h-10 w-full">
        <Link to="/sign-in" search={{ next }} onClick={keepEmail}>
          Sign in
        </Link>
      </Button>
    </div>
  );
}

function WrongAccount({ signedInAs, email }: { signedInAs: string; email: string }) {
  return (
    <div className="space-y-3">
      <p className="text-sm">
        The invitation is for <strong className="font-semibold break-words">{email}</strong>; you are signed
        in as <strong className="font-semibold break-words">{signedInAs}</strong>.
      </p>
      <Button variant="primary" className="h-10 w-full" onClick={() => void signOut()}>
        Sign out and go on
      </Button>
      <Button asChild className="h-10 w-full">
        <Link to="/inbox">Stay in my workspace</Link>
      </Button>
    </div>
  );
}

function Accept({ token, email }: { token: string; email: string }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const choose = useWorkspaceChoice((state) => state.choose);
  const accept = useMutation({
    mutationFn: () => api.call('acceptInvitation', { params: {}, body: { token } }),
    onSuccess: async ({ org }) => {
      choose(org.id);
      await queryClient.invalidateQueries({ queryKey: keys.me });
      await navigate({ to: '/inbox', replace: true });
      toast.success(`Welcome to ${org.name}`);
    },
    // It may have been withdrawn meanwhile: the page says so.
    onError: () => void queryClient.invalidateQueries({ queryKey: ['invitation', token] }),
  });
  return (
    <div className="space-y-3">
      <p className="text-sm">
        You are signed in as <strong className="font-semibold break-words">{email}</strong>.
      </p>
      <FormError message={accept.error ? errorText(accept.error) : undefined} />
      <Button
        variant="primary"
        className="h-10 w-full"
        isBusy={accept.isPending}
        onClick={() => accept.mutate()}
      >
        Join
      </Button>
    </div>
  );
}
