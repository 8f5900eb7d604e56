import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Inbox, SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Team } from '../../../../core/api/members.ts';
import { configQuery, conversationsQuery, teamsQuery } from '../../shared/api/queries.ts';
import { useDebounced } from '../../shared/lib/use-debounced.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Select } from '../../shared/ui/input.tsx';
import { SearchField } from '../../shared/ui/search-field.tsx';
import { Segmented } from '../../shared/ui/segmented.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../shared/ui/states.tsx';
import { TestPhoneLink } from '../../shared/ui/test-phone-link.tsx';
import { ConversationRow, ROW_HEIGHT_PX } from './conversation-row.tsx';
import { conversationFilter, inboxFilterOf, inboxFilters } from './filters.ts';

export function ConversationList({ selectedId }: { selectedId: string | null }) {
  const { orgId, userId } = useWorkspace();
  const navigate = useNavigate();
  const { filter: view, team } = useSearch({ strict: false });
  const filter = inboxFilterOf(view);
  const teams = useQuery(teamsQuery(orgId)).data;
  // A team that is gone hides nothing.
  const teamId =
    team !== undefined && (teams === undefined || teams.some(({ id }) => id === team)) ? team : null;
  const [search, setSearch] = useState('');
  const words = useDebounced(search, 250);
  const query = useInfiniteQuery(
    conversationsQuery(orgId, conversationFilter(filter, words, userId, teamId)),
  );
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);

  const narrow = (part: { filter?: string; team?: string }) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...part }), replace: true });

  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is only read during render
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  const visible = virtual.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastVisible >= rows.length - 5) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastVisible, rows.length]);

  return (
    <div className="flex h-full flex-col">
      <div className="space-y-2.5 px-3 pt-3 pb-2.5">
        <h1 className="sr-only">Inbox</h1>
        <SearchField
          label="Search conversations"
          value={search}
          onChange={setSearch}
          placeholder="Search name or number"
        />
        <Segmented
          label="Show"
          value={filter}
          options={inboxFilters}
          className="flex w-full"
          onChange={(next) => narrow({ filter: next === 'all' ? undefined : next })}
        />
        {teams !== undefined && teams.length > 0 && (
          <TeamFilter teams={teams} chosen={teamId} onChange={(id) => narrow({ team: id ?? undefined })} />
        )}
      </div>
      <div ref={scroller} className="scroll-thin min-h-0 flex-1 overflow-y-auto border-t border-border">
        {query.isPending && <ListSkeleton />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.data && rows.length === 0 && (
          <NothingHere
            words={words}
            isFiltered={filter !== 'all' || teamId !== null}
            onClear={() => setSearch('')}
          />
        )}
        {rows.length > 0 && (
          <ul aria-label="Conversations" className="relative" style={{ height: virtual.getTotalSize() }}>
            {visible.map((item) => {
              const conversation = rows[item.index];
              if (!conversation) return null;
              return (
                <li
                  key={item.key}
                  aria-setsize={hasNextPage ? -1 : rows.length}
                  aria-posinset={item.index + 1}
                  className="absolute inset-x-0 top-0"
                  style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                >
                  <ConversationRow conversation={conversation} isSelected={conversation.id === selectedId} />
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </div>
  );
}

/** Own teams come first. */
function TeamFilter({
  teams,
  chosen,
  onChange,
}: {
  teams: readonly Team[];
  chosen: string | null;
  onChange: (teamId: string | null) => void;
}) {
  const { userId } = useWorkspace();
  const isOwn = ({ memberIds }: Team) => memberIds.includes(userId);
  const own = teams.filter(isOwn);
  const others = teams.filter((team) => !isOwn(team));
  return (
    <Select
      aria-label="Team"
      className="h-8 text-[13px]"
      value={chosen ?? ''}
      onChange={({ target }) => onChange(target.value || null)}
    >
      <option value="">Any team</option>
      {own.length > 0 && <optgroup label="Your teams">{own.map(toOption)}</optgroup>}
      {others.length > 0 && (
        <optgroup label={own.length > 0 ? 'Other teams' : 'Teams'}>{others.map(toOption)}</optgroup>
      )}
    </Select>
  );
}

const toOption = ({ id, name }: Team) => (
  <option key={id} value={id}>
    {name}
  </option>
);

function NothingHere({
  words,
  isFiltered,
  onClear,
}: {
  words: string;
  isFiltered: boolean;
  onClear: () => void;
}) {
  const testPhoneUrl = useQuery(configQuery()).data?.simulatorUrl;
  if (words.trim()) {
    return (
      <EmptyState
        icon={SearchX}
        title="Nobody found"
        action={<Button onClick={onClear}>Clear the search</Button>}
      >
        No conversation matches “{words.trim()}”.
      </EmptyState>
    );
  }
  if (isFiltered) {
    return (
      <EmptyState icon={Inbox} title="Nothing in this view">
        Choose another view above.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Inbox}
      title="No conversations yet"
      action={testPhoneUrl && <TestPhoneLink url={testPhoneUrl} />}
    >
      {testPhoneUrl
        ? 'Write to your number from the test phone: it shows up here at once.'
        : 'When somebody writes to your number, it shows up here at once.'}
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading conversations">
      {Array.from({ length: 7 }, (_, row) => (
        <div key={row} className="flex items-center gap-3 px-3" style={{ height: ROW_HEIGHT_PX }}>
          <Skeleton className="size-10 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className="h-3.5 w-1/2" />
            <Skeleton className="h-3 w-4/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
