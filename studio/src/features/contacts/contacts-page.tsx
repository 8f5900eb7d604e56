import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Filter, Plus, SearchX, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { contactsQuery } from '../../shared/api/queries.ts';
import { useDebounced } from '../../shared/lib/use-debounced.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { SearchField } from '../../shared/ui/search-field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../shared/ui/states.tsx';
import { AddContactDialog } from './add-contact-dialog.tsx';
import { contactColumns, ContactRow } from './contact-row.tsx';

export function ContactsPage() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('agent');
  const [search, setSearch] = useState('');
  const [isAdding, setAdding] = useState(false);
  const words = useDebounced(search, 250).trim();
  const query = useInfiniteQuery(contactsQuery(orgId, words ? { search: words } : {}));
  const contacts = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
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
            onChange={setSearch}
            placeholder="Search name or number"
            className="w-full sm:w-64"
          />
          <Button asChild>
            <Link to="/contacts/segments">
              <Filter aria-hidden /> Segments
            </Link>
          </Button>
          {add}
        </>
      }
    >
      {query.isPending && <ContactsSkeleton />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && contacts.length === 0 && words !== '' && (
        <EmptyState
          icon={SearchX}
          title="Nobody found"
          action={<Button onClick={() => setSearch('')}>Clear the search</Button>}
        >
          No contact matches “{words}”.
        </EmptyState>
      )}
      {query.data && contacts.length === 0 && words === '' && (
        <EmptyState icon={Users} title="No contacts yet" action={add}>
          Whoever writes to your number is added by themselves.
        </EmptyState>
      )}
      {contacts.length > 0 && (
        <>
          <div aria-hidden className={`hidden px-4 pb-2 text-xs font-medium text-muted ${contactColumns}`}>
            <span>Person</span>
            <span>Tags</span>
            <span>Marketing</span>
            <span className="text-right">Added</span>
            <span />
          </div>
          <ul aria-label="Contacts" className="rounded-xl border border-border bg-surface shadow-card">
            {contacts.map((contact) => (
              <ContactRow key={contact.id} contact={contact} />
            ))}
          </ul>
          {query.hasNextPage && (
            <div className="mt-4 text-center">
              <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show more
              </Button>
            </div>
          )}
        </>
      )}
      <AddContactDialog
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        onShow={(contact) => setSearch(contact.phone ?? contact.name ?? '')}
      />
    </Page>
  );
}

function ContactsSkeleton() {
  return (
    <div role="status" aria-label="Loading contacts" className="rounded-xl border border-border bg-surface">
      {Array.from({ length: 6 }, (_, row) => (
        <div key={row} className="flex items-center gap-3 border-b border-border px-4 py-3 last:border-b-0">
          <Skeleton className="size-9 rounded-full" />
          <Skeleton className="h-4 w-40" />
          <Skeleton className="ml-auto h-4 w-24" />
        </div>
      ))}
    </div>
  );
}
