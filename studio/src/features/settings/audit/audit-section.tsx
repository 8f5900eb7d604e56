import '../../../shared/lib/zod-without-eval.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { AuditEntry } from '../../../../../core/api/audit.ts';
import { dayLabel } from '../../../shared/lib/time.ts';
import { useDebounced } from '../../../shared/lib/use-debounced.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ShowMore } from '../../../shared/ui/show-more.tsx';
import { EmptyState, ErrorState, RowsSkeleton, Skeleton } from '../../../shared/ui/states.tsx';
import { AuditEntryDialog } from './audit-entry-dialog.tsx';
import { AuditFilters, noFilters, toQuery } from './audit-filters.tsx';
import { AuditRow } from './audit-row.tsx';
import { auditQuery } from './queries.ts';

/** Who changed what, a day under the other. */
export function AuditSection() {
  const { orgId } = useWorkspace();
  const [filters, setFilters] = useState(noFilters);
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const search = useDebounced(filters.search, 250).trim();
  const query = useInfiniteQuery(
    auditQuery(
      orgId,
      useMemo(() => toQuery({ ...filters, search }), [filters, search]),
    ),
  );
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const isNarrowed = JSON.stringify({ ...filters, search }) !== JSON.stringify(noFilters);

  return (
    <div className="max-w-4xl space-y-4">
      <p className="text-sm text-muted">
        Every change of settings, members, keys, numbers, flows and consent. Nobody can change or remove an
        entry.
      </p>
      <AuditFilters value={filters} onChange={setFilters} />
      {query.isPending && <AuditSkeleton />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && entries.length === 0 && isNarrowed && (
        <EmptyState
          icon={SearchX}
          title="Nothing found"
          action={<Button onClick={() => setFilters(noFilters)}>Show everything</Button>}
        >
          No entry matches these filters.
        </EmptyState>
      )}
      {query.data && entries.length === 0 && !isNarrowed && (
        <EmptyState icon={ScrollText} title="Nothing has been changed yet">
          The first change of a setting appears here.
        </EmptyState>
      )}
      {entries.length > 0 && <Days entries={entries} onOpen={setOpen} />}
      <ShowMore query={query} className="text-center" />
      {open && (
        <AuditEntryDialog
          entry={open}
          onClose={() => setOpen(null)}
          onNarrow={(only) => {
            setFilters({ ...noFilters, only });
            setOpen(null);
          }}
        />
      )}
    </div>
  );
}

function Days({ entries, onOpen }: { entries: readonly AuditEntry[]; onOpen: (entry: AuditEntry) => void }) {
  const now = useNow('halfMinute');
  const days = Map.groupBy(entries, ({ at }) => dayLabel(at, now));
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day}>
      <h2 className="px-1 pb-1.5 text-xs font-medium text-muted">{day}</h2>
      <ul className="rounded-xl border border-border bg-surface shadow-card">
        {ofDay.map((entry) => (
          <AuditRow key={entry.id} entry={entry} onOpen={() => onOpen(entry)} />
        ))}
      </ul>
    </section>
  ));
}

function AuditSkeleton() {
  return (
    <RowsSkeleton label="Loading the audit log" count={6}>
      <Skeleton className="size-8 rounded-full" />
      <Skeleton className="h-4 w-72" />
      <Skeleton className="ml-auto h-4 w-12" />
    </RowsSkeleton>
  );
}
