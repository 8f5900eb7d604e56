import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { GitMerge } from 'lucide-react';
import { useState } from 'react';
import type { Contact } from '../../../../../core/api/schemas.ts';
import { ApiError } from '../../../shared/api/errors.ts';
import { contactQuery } from '../../../shared/api/queries.ts';
import { personName } from '../../../shared/lib/phone.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { SampleBadge } from '../../../shared/ui/badge.tsx';
import { BackTitle } from '../../../shared/ui/back-title.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { StartFlowButton } from '../../enrolment/start-flow-button.tsx';
import { ActivityCard } from './activity-card.tsx';
import { AttributesCard } from './attributes-card.tsx';
import { ConsentCard } from './consent-card.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { NumbersCard } from './numbers-card.tsx';
import { PersonMenu } from './person-menu.tsx';
import { ProfileCard } from './profile-card.tsx';
import { Timeline } from './timeline.tsx';

/** One person: who they are, what they allow, and what happened. */
export function ContactPage() {
  const { orgId } = useWorkspace();
  const { contactId } = useParams({ from: '/signed-in/contacts/$contactId' });
  const contact = useQuery(contactQuery(orgId, contactId));
  const mayEdit = useMay('contacts:write');
  const [isMerging, setMerging] = useState(false);

  const mergedInto = mergedIntoOf(contact.error);
  if (mergedInto !== null) {
    return <Navigate to="/contacts/$contactId" params={{ contactId: mergedInto }} replace />;
  }
  return (
    <Page
      title={
        <BackTitle to="/contacts" label="Back to contacts">
          <span className="mr-1 truncate">
            {contact.data ? personName(contact.data.name, contact.data.phone) : 'Contact'}
          </span>
          {contact.data?.isSample && <SampleBadge />}
        </BackTitle>
      }
      actions={
        contact.data &&
        mayEdit && (
          <>
            <StartFlowButton contact={contact.data} />
            <Button onClick={() => setMerging(true)}>
              <GitMerge aria-hidden /> Merge
            </Button>
            <PersonMenu contact={contact.data} />
          </>
        )
      }
    >
      {contact.isPending && <ContactSkeleton />}
      {contact.isError && (
        <ErrorState
          error={contact.error}
          onRetry={() => void contact.refetch()}
          wayBack={
            <Button asChild>
              <Link to="/contacts">All contacts</Link>
            </Button>
          }
        />
      )}
      {contact.data && <Cards key={contact.data.id} contact={contact.data} />}
      {contact.data && isMerging && <MergeDialog contact={contact.data} onClose={() => setMerging(false)} />}
    </Page>
  );
}

function Cards({ contact }: { contact: Contact }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <div className="space-y-4">
        <ProfileCard contact={contact} />
        <NumbersCard contactId={contact.id} />
        <ConsentCard contact={contact} />
        <AttributesCard contact={contact} />
        <ActivityCard contactId={contact.id} />
      </div>
      <Timeline contactId={contact.id} />
    </div>
  );
}

function mergedIntoOf(error: Error | null): string | null {
  if (!(error instanceof ApiError) || error.status !== 404) return null;
  return typeof error.body.mergedInto === 'string' ? error.body.mergedInto : null;
}

function ContactSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading the contact"
      className="grid gap-4 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]"
    >
      <Skeleton className="h-72" />
      <Skeleton className="h-96" />
    </div>
  );
}
