import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeadLetter } from '../../../../../core/api/dead-letters.ts';
import { api } from '../../../shared/api/api.ts';
import { numbersQuery } from '../../../shared/api/queries.ts';
import { fullTime } from '../../../shared/lib/time.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Dialog } from '../../../shared/ui/dialog.tsx';
import { RequestError } from '../../../shared/ui/request-error.tsx';
import { ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { isBeingTried, letterQuery, refreshLetters } from './queries.ts';
import { letterStates } from './states.ts';

/** One failed delivery: why, what to do, where it leads. Stays open while it is tried again, and says what came of it. */
export function LetterDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const query = useQuery(letterQuery(orgId, id));
  if (query.data) return <LoadedLetter letter={query.data} onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} title="Failed delivery" className="max-w-xl">
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton className="h-40" />
      )}
    </Dialog>
  );
}

function LoadedLetter({ letter, onClose }: { letter: DeadLetter; onClose: () => void }) {
  const { orgId } = useWorkspace();
  const mayReplay = useMay('deadLetters:replay');
  const queryClient = useQueryClient();
  const settle = useMutation({
    mutationFn: (operation: 'replayDeadLetter' | 'dismissDeadLetter') =>
      api.call(operation, { params: { org: orgId, letter: letter.id } }),
    onSettled: () => refreshLetters(queryClient, orgId),
  });
  const { state, obstacle } = letter;
  const isOpen = state === 'open';
  const mayTry = mayReplay && obstacle === null && (isOpen || state === 'dismissed');
  const { label, tone } = letterStates[state];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={letter.kindTitle}
      description={
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone={tone} role="status">
            {label}
          </Badge>
          {letter.title}
        </span>
      }
      className="max-w-xl"
      footer={
        mayReplay &&
        (isOpen || mayTry || isBeingTried(letter)) && (
          <>
            {isOpen && (
              <Button disabled={settle.isPending} onClick={() => settle.mutate('dismissDeadLetter')}>
                Dismiss
              </Button>
            )}
            {(mayTry || isBeingTried(letter)) && (
              <Button
                variant="primary"
                isBusy={isBeingTried(letter) || settle.isPending}
                onClick={() => settle.mutate('replayDeadLetter')}
              >
                <RotateCw aria-hidden /> Try again
              </Button>
            )}
          </>
        )
      }
    >
      <div className="space-y-4 text-sm">
        <p>{letter.meaning}</p>
        {isOpen && obstacle === null && (
          <p className="rounded-lg bg-surface-2 px-3 py-2.5">
            <span className="font-medium">What to do: </span>
            {letter.advice}
          </p>
        )}
        {(isOpen || state === 'impossible') && letter.obstacleText && (
          <p className="flex gap-2 rounded-lg bg-warn-soft px-3 py-2.5 text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              It can’t be tried again. {letter.obstacleText} {obstacle === 'repeats' && letter.advice}
            </span>
          </p>
        )}
        <Links letter={letter} />
        <Facts letter={letter} />
        <RequestError error={settle.error} />
      </div>
    </Dialog>
  );
}

function Links({ letter: { conversationId, contactId, flowId } }: { letter: DeadLetter }) {
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {conversationId && (
        <Button asChild size="sm">
          <Link to="/inbox/$conversationId" params={{ conversationId }}>
            Open conversation
          </Link>
        </Button>
      )}
      {contactId && (
        <Button asChild size="sm">
          <Link to="/contacts/$contactId" params={{ contactId }}>
            Open contact
          </Link>
        </Button>
      )}
      {flowId && (
        <Button asChild size="sm">
          <Link to="/flows/$flowId" params={{ flowId }}>
            Open flow
          </Link>
        </Button>
      )}
    </div>
  );
}

function Facts({ letter }: { letter: DeadLetter }) {
  const { orgId } = useWorkspace();
  const numbers = useQuery({ ...numbersQuery(orgId), enabled: letter.phoneNumberId !== null });
  const number = numbers.data?.items.find(({ id }) => id === letter.phoneNumberId);
  return (
    <dl className="grid gap-x-4 gap-y-1.5 text-[13px] sm:grid-cols-[8rem_minmax(0,1fr)]">
      <Fact label="First failed">{fullTime(letter.createdAt)}</Fact>
      {letter.attempts > 1 && (
        <Fact label="Failed last">
          {fullTime(letter.lastFailedAt)}, for the {ordinal(letter.attempts)} time
        </Fact>
      )}
      {letter.settledAt && <Fact label={letterStates[letter.state].label}>{fullTime(letter.settledAt)}</Fact>}
      {number && <Fact label="Your number">{number.displayPhoneNumber}</Fact>}
      {letter.field && <Fact label="WhatsApp field">{letter.field}</Fact>}
      {letter.topic && <Fact label="Workflow">{letter.topic}</Fact>}
      <Fact label="Cause">{letter.cause}</Fact>
      {letter.deliveryId && <Fact label="Delivery">{letter.deliveryId}</Fact>}
      <Fact label="Id">{letter.id}</Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-words select-all">{children}</dd>
    </>
  );
}

function ordinal(n: number): string {
  const endings = { one: 'st', two: 'nd', few: 'rd', other: 'th' } as Record<string, string>;
  return `${n}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]}`;
}
