import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, Filter as FilterIcon, GitMerge, Plus, SearchX, Upload, Users } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { contactsQuery } from '../../shared/api/queries.ts';
import { useDebounced } from '../../shared/lib/use-debounced.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { SearchField } from '../../shared/ui/search-field.tsx';
import { ShowMore } from '../../shared/ui/show-more.tsx';
import { EmptyState, ErrorState, RowsSkeleton, Skeleton } from '../../shared/ui/states.tsx';
import { segmentContactsQuery } from '../segments/queries.ts';
import { api } from '../../shared/api/api.ts';
import { AddContactDialog } from './add-contact-dialog.tsx';
import { BulkBar } from './bulk/bulk-bar.tsx';
import { useSelection } from './bulk/use-selection.ts';
import { ContactFilters, type Filter } from './contact-filters.tsx';
import { ContactsTable } from './contacts-table.tsx';
import { duplicatesQuery } from './duplicates/queries.ts';

const ExportDialog = lazy(async () => ({
  default: (await import('./export/export-dialog.tsx')).ExportDialog,
}));

export function ContactsPage() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('contacts:write');
  const mayImport = useMay('contacts:import');
  const mayExport = useMay('contacts:export');
  const [isExporting, setExporting] = useState(false);
  const [search, setSearch] = useState('');
  const [isAdding, setAdding] = useState(false);
  const words = useDebounced(search, 250).trim();
  const [filter, setFilter] = useState<Filter>({});
  const { tag, segment } = filter;
  const asked = { ...(words ? { search: words } : {}), ...(tag ? { tag } : {}) };
  const searched = useInfiniteQuery({
    ...contactsQuery(orgId, asked),
    enabled: !segment,
  });
  const segmented = useInfiniteQuery({
    ...segmentContactsQuery(orgId, segment ?? ''),
    enabled: segment !== undefined,
  });
  const query = segment ? segmented : searched;
  const isNarrowed = words !== '' || tag !== undefined || segment !== undefined;
  const contacts = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const selection = useSelection(JSON.stringify([orgId, asked, segment]));
  const areAllChosen = contacts.length > 0 && contacts.every(({ id }) => selection.ids.has(id));
  const readPage = (cursor: string | undefined) =>
    segment
      ? api.call('listSegmentContacts', { params: { org: orgId, segment }, query: { limit: 100, cursor } })
      : api.call('listContacts', { params: { org: orgId }, query: { limit: 100, cursor, ...asked } });
  const add = mayEdit && (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden /> Add contact
    </Button>
  );

  return (
    <Page
      title="Contacts"
      actions={
        <>
          <SearchField
            label="Search contacts"
            value={search}
            onChange={(value) => {
              setSearch(value);
              // A segment is asked by its own rules, without words.
              setFilter(({ tag: kept }) => (kept ? { tag: kept } : {}));
            }}
            placeholder="Search name or number"
            className="w-full sm:w-64"
          />
          <Button asChild>
            <Link to="/contacts/segments">
              <FilterIcon aria-hidden className="max-xl:hidden" /> Segments
            </Link>
          </Button>
          <DuplicatesLink />
          {mayImport && (
            <Button asChild>
              <Link to="/contacts/import">
                <Upload aria-hidden className="max-xl:hidden" /> Import
              </Link>
            </Button>
          )}
          {mayExport && (
            <Button onClick={() => setExporting(true)}>
              <Download aria-hidden className="max-xl:hidden" /> Export
            </Button>
          )}
          {add}
        </>
      }
    >
      <ContactFilters
        filter={filter}
        onChange={(next) => {
          setFilter(next);
          if (next.segment) setSearch('');
        }}
      />
      {query.isPending && <ContactsSkeleton />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && contacts.length === 0 && isNarrowed && (
        <EmptyState
          icon={SearchX}
          title="Nobody found"
          action={
            <Button
              onClick={() => {
                setSearch('');
                setFilter({});
              }}
            >
              Show all contacts
            </Button>
          }
        >
          {words ? `No contact matches “${words}”.` : 'No contact is in this selection.'}
        </EmptyState>
      )}
      {query.data && contacts.length === 0 && !isNarrowed && (
        <EmptyState icon={Users} title="No contacts yet" action={add}>
          Whoever writes to your number is added by themselves. You can also import a file.
        </EmptyState>
      )}
      {contacts.length > 0 && (
        <>
          <BulkBar
            selection={selection}
            hasMore={areAllChosen && query.hasNextPage && selection.ids.size === contacts.length}
            readPage={readPage}
          />
          <ContactsTable contacts={contacts} selection={mayEdit ? selection : null} />
          <ShowMore query={query} className="mt-4 text-center" />
        </>
      )}
      {isExporting && (
        <Suspense>
          <ExportDialog search={words} onClose={() => setExporting(false)} />
        </Suspense>
      )}
      <AddContactDialog
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        onShow={(contact) => setSearch(contact.phone ?? contact.name ?? '')}
      />
    </Page>
  );
}

function DuplicatesLink() {
  const { orgId } = useWorkspace();
  const { data } = useInfiniteQuery(duplicatesQuery(orgId));
  const count = data?.pages.flatMap((page) => page.items).length ?? 0;
  const isMore = data?.pages.at(-1)?.nextCursor != null;
  return (
    <Button asChild>
      <Link to="/contacts/duplicates">
        <GitMerge aria-hidden className="max-xl:hidden" /> Duplicates
        {count > 0 && (
          <Badge tone="warn" className="tabular-nums">
            {count}
            {isMore && '+'}
          </Badge>
        )}
      </Link>
    </Button>
  );
}

function ContactsSkeleton() {
  return (
    <RowsSkeleton label="Loading contacts" count={6}>
      <Skeleton className="size-9 rounded-full" />
      <Skeleton className="h-4 w-40" />
      <Skeleton className="ml-auto h-4 w-24" />
    </RowsSkeleton>
  );
}
