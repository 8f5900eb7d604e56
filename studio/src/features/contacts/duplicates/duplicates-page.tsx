import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserRoundCheck } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { BackTitle } from '../../../shared/ui/back-title.tsx';
import { Button } from '../../../shared/ui/button.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { GroupCard } from './group-card.tsx';
import { duplicatesQuery } from './queries.ts';
import { useDismissal } from './use-dismissal.ts';

/** Contacts that may be one person, group by group. */
export function DuplicatesPage() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('contacts:write');
  const query = useInfiniteQuery(duplicatesQuery(orgId));
  const groups = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const dismissal = useDismissal();
  const list = useRef<HTMLDivElement>(null);
  const settled = useFocusOnNext(list, groups);
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;

  const mustReadOn = groups.length === 0 && hasNextPage && !isFetchingNextPage && !isError;
  useEffect(() => {
    if (mustReadOn) void fetchNextPage();
  }, [mustReadOn, fetchNextPage]);

  return (
    <Page
      title={
        <BackTitle to="/contacts" label="Back to contacts">
          Possible duplicates
        </BackTitle>
      }
    >
      <div ref={list} tabIndex={-1} className="h-full max-w-5xl space-y-4">
        {groups.length > 0 && (
          <p className="text-sm text-muted">
            These contacts look like one person. Merging brings their conversations, numbers and tags together
            and can’t be undone.
            {!mayEdit && ' Only colleagues who may change contacts decide about them.'}
          </p>
        )}
        {(query.isPending || (groups.length === 0 && hasNextPage)) && <GroupsSkeleton />}
        {isError && groups.length === 0 && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.data && groups.length === 0 && !hasNextPage && (
          <EmptyState
            icon={UserRoundCheck}
            title="No duplicates"
            action={
              <Button asChild>
                <Link to="/contacts">All contacts</Link>
              </Button>
            }
          >
            Contacts with the same e-mail address, or with the same name and a similar number, appear here.
          </EmptyState>
        )}
        {groups.map((group, n) => (
          <GroupCard
            key={`${group.reason} ${group.contacts[0]!.id}`}
            group={group}
            onDismiss={(pairs) => {
              settled(n);
              dismissal.mutate(pairs);
            }}
            onMerged={() => settled(n)}
          />
        ))}
        {groups.length > 0 && hasNextPage && (
          <div className="pb-2 text-center">
            <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Show more
            </Button>
          </div>
        )}
      </div>
    </Page>
  );
}

/**
 * The button that was pressed goes with its group: the keyboard goes on at the group that is in its place, else at the list.
 * @returns to be told which group is decided about, before the groups change
 */
function useFocusOnNext(list: React.RefObject<HTMLElement | null>, groups: readonly unknown[]) {
  const place = useRef<number | null>(null);
  useEffect(() => {
    if (place.current === null || list.current === null) return;
    const cards = list.current.querySelectorAll<HTMLElement>('[data-group]');
    (cards[Math.min(place.current, cards.length - 1)] ?? list.current).focus();
    place.current = null;
  }, [list, groups]);
  return (n: number) => {
    place.current = n;
  };
}

function GroupsSkeleton() {
  return (
    <div role="status" aria-label="Loading possible duplicates" className="space-y-4">
      <Skeleton className="h-72" />
      <Skeleton className="h-72" />
    </div>
  );
}
