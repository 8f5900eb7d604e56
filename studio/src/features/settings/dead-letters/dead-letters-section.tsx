import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CircleCheck, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { ShowMore } from '../../../shared/ui/show-more.tsx';
import { EmptyState, ErrorState, RowsSkeleton, Skeleton } from '../../../shared/ui/states.tsx';
import { Causes } from './causes.tsx';
import { LetterDialog } from './letter-dialog.tsx';
import { LetterRow } from './letter-row.tsx';
import { letterCountsQuery, lettersQuery, type Cause, type LetterFilter } from './queries.ts';
import { SettleAllDialog, type SettleAll } from './settle-all-dialog.tsx';
import { letterStates } from './states.ts';

/** What could not be done: how much of it for which cause, one by one, and what to do about it. */
export function DeadLettersSection() {
  const { orgId } = useWorkspace();
  const [filter, setFilter] = useState<LetterFilter>({ state: 'open' });
  const [openId, setOpenId] = useState<string | null>(null);
  const [settling, setSettling] = useState<SettleAll | null>(null);
  const counts = useQuery(letterCountsQuery(orgId));
  const query = useInfiniteQuery(lettersQuery(orgId, filter));
  const letters = query.data?.pages.flatMap((page) => page.items) ?? [];
  const causes = counts.data?.causes ?? [];
  const isFine = counts.data !== undefined && causes.length === 0 && filter.state === 'open';
  const toggle = ({ kind, cause }: Cause) =>
    setFilter(
      filter.kind === kind && filter.cause === cause ? { state: 'open' } : { state: 'open', kind, cause },
    );

  return (
    <div className="max-w-4xl space-y-4">
      <p className="text-sm text-muted">
        What WhatsApp sent or a flow asked for, and Parley could not do. It waits here until you try it again
        or dismiss it. What is done already is never done twice.
      </p>
      {causes.length > 0 && (
        <Causes causes={causes} chosen={filter} onChoose={toggle} onSettle={setSettling} />
      )}
      <Select
        aria-label="State"
        className="w-auto"
        value={filter.state ?? ''}
        onChange={({ target: { value } }) => {
          const { state: _, ...rest } = filter;
          setFilter(value === '' ? rest : { ...rest, state: value as keyof typeof letterStates });
        }}
      >
        {Object.entries(letterStates).map(([state, { title }]) => (
          <option key={state} value={state}>
            {title}
          </option>
        ))}
        <option value="">All</option>
      </Select>
      {query.isPending && <LettersSkeleton />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && letters.length === 0 && isFine && (
        <EmptyState icon={CircleCheck} title="Nothing has failed">
          What could not be done appears here, with its reason.
        </EmptyState>
      )}
      {query.data && letters.length === 0 && !isFine && (
        <EmptyState
          icon={SearchX}
          title="Nothing here"
          action={<Button onClick={() => setFilter({})}>Show everything</Button>}
        >
          No failed delivery matches this choice.
        </EmptyState>
      )}
      {letters.length > 0 && (
        <ul aria-label="Failed deliveries" className="rounded-xl border border-border bg-surface shadow-card">
          {letters.map((letter) => (
            <LetterRow key={letter.id} letter={letter} onOpen={() => setOpenId(letter.id)} />
          ))}
        </ul>
      )}
      <ShowMore query={query} className="text-center" />
      {openId && <LetterDialog id={openId} onClose={() => setOpenId(null)} />}
      {settling && <SettleAllDialog {...settling} onClose={() => setSettling(null)} />}
    </div>
  );
}

function LettersSkeleton() {
  return (
    <RowsSkeleton label="Loading failed deliveries" count={5}>
      <Skeleton className="h-4 w-48" />
      <Skeleton className="h-4 w-32" />
      <Skeleton className="ml-auto h-4 w-12" />
    </RowsSkeleton>
  );
}
