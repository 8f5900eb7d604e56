import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { LayoutTemplate, Plus, RefreshCw, SearchX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { Template } from '../../../../core/api/templates.ts';
import type { Waba } from '../../../../core/api/wabas.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { relativeTime } from '../../shared/lib/time.ts';
import { useDebounced } from '../../shared/lib/use-debounced.ts';
import { useNow } from '../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Select } from '../../shared/ui/input.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { SearchField } from '../../shared/ui/search-field.tsx';
import { ShowMore } from '../../shared/ui/show-more.tsx';
import { EmptyState, ErrorState, RowsSkeleton, Skeleton } from '../../shared/ui/states.tsx';
import { DeleteTemplateDialog } from './delete-template-dialog.tsx';
import { templatePagesQuery, useRefreshTemplates, wabasQuery, type TemplateFilter } from './queries.ts';
import { TemplateDialog } from './template-dialog.tsx';
import { TemplateFormDialog } from './template-form-dialog.tsx';
import { TemplateRow } from './template-row.tsx';
import { categoryWords } from './template-words.ts';

type Open = { kind: 'new' } | { kind: 'show' | 'edit' | 'delete'; template: Template };

const statuses = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'DELETED'] as const;
const statusNames: Record<(typeof statuses)[number], string> = {
  APPROVED: 'Approved',
  PENDING: 'In review',
  REJECTED: 'Rejected',
  PAUSED: 'Paused',
  DISABLED: 'Disabled',
  DELETED: 'Deleted',
};

export function TemplatesPage() {
  const { orgId } = useWorkspace();
  const mayEdit = useMay('templates:write');
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<TemplateFilter>({});
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const words = useDebounced(search, 250).trim();
  const query = useInfiniteQuery(
    templatePagesQuery(orgId, { ...filter, ...(words ? { search: words } : {}) }),
  );
  const wabas = useQuery(wabasQuery(orgId)).data?.items ?? [];
  const templates = query.data?.pages.flatMap((page) => page.items) ?? [];
  const isNarrowed = words !== '' || Object.values(filter).some((value) => value !== undefined);
  // What is open follows what Meta decides meanwhile.
  const shown =
    open?.kind === 'show' ? (templates.find(({ id }) => id === open.template.id) ?? open.template) : null;
  const add = mayEdit && wabas.length > 0 && (
    <Button variant="primary" onClick={() => setOpen({ kind: 'new' })}>
      <Plus aria-hidden /> New template
    </Button>
  );

  return (
    <Page
      title="Templates"
      actions={
        <>
          <SearchField
            label="Search templates"
            value={search}
            onChange={setSearch}
            placeholder="Search name or text"
            className="w-full sm:w-64"
          />
          {mayEdit && wabas.length > 0 && <SyncButton wabas={wabas} />}
          {add}
        </>
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Select
          aria-label="State"
          className="w-auto"
          value={filter.status ?? ''}
          onChange={({ target }) => setFilter({ ...filter, status: target.value || undefined })}
        >
          <option value="">Every state</option>
          {statuses.map((status) => (
            <option key={status} value={status}>
              {statusNames[status]}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Category"
          className="w-auto"
          value={filter.category ?? ''}
          onChange={({ target }) =>
            setFilter({ ...filter, category: (target.value || undefined) as TemplateFilter['category'] })
          }
        >
          <option value="">Every category</option>
          {Object.entries(categoryWords).map(([category, name]) => (
            <option key={category} value={category}>
              {name}
            </option>
          ))}
        </Select>
        <ReadNote wabas={wabas} />
      </div>
      {query.isPending && <TemplatesSkeleton />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && templates.length === 0 && isNarrowed && (
        <EmptyState
          icon={SearchX}
          title="No template found"
          action={
            <Button
              onClick={() => {
                setSearch('');
                setFilter({});
              }}
            >
              Show all templates
            </Button>
          }
        >
          No template matches what you are looking for.
        </EmptyState>
      )}
      {query.data && templates.length === 0 && !isNarrowed && (
        <EmptyState icon={LayoutTemplate} title="No templates yet" action={add}>
          {wabas.length > 0
            ? 'A template is a message that Meta has approved: the only one that reaches people when they haven’t written for 24 hours.'
            : 'Connect a WhatsApp account under Settings first: its templates appear here.'}
        </EmptyState>
      )}
      {templates.length > 0 && (
        <ul aria-label="Templates" className="rounded-xl border border-border bg-surface shadow-card">
          {templates.map((template) => (
            <TemplateRow
              key={template.id}
              template={template}
              onOpen={() => setOpen({ kind: 'show', template })}
            />
          ))}
        </ul>
      )}
      <ShowMore query={query} className="mt-4 text-center" />
      {shown && (
        <TemplateDialog
          template={shown}
          mayEdit={mayEdit}
          onClose={close}
          onEdit={() => setOpen({ kind: 'edit', template: shown })}
          onDelete={() => setOpen({ kind: 'delete', template: shown })}
        />
      )}
      {open?.kind === 'new' && <TemplateFormDialog template={null} wabas={wabas} onClose={close} />}
      {open?.kind === 'edit' && <TemplateFormDialog template={open.template} wabas={wabas} onClose={close} />}
      {open?.kind === 'delete' && <DeleteTemplateDialog template={open.template} onClose={close} />}
    </Page>
  );
}

/** Has all accounts read; the list follows as soon as that is done. */
function SyncButton({ wabas }: { wabas: readonly Waba[] }) {
  const { orgId } = useWorkspace();
  const refresh = useRefreshTemplates();
  const isAwaited = wabas.some(({ templatesAreAwaited }) => templatesAreAwaited);
  const wasAwaited = useRef(isAwaited);
  useEffect(() => {
    if (wasAwaited.current && !isAwaited) void refresh();
    wasAwaited.current = isAwaited;
  }, [isAwaited, refresh]);
  const sync = useMutation({
    mutationFn: () =>
      Promise.all(wabas.map(({ id }) => api.call('syncTemplates', { params: { org: orgId, waba: id } }))),
    onSuccess: refresh,
    onError: (error) => void toast.error('The templates are not read', { description: errorText(error) }),
  });
  return (
    <Button isBusy={sync.isPending || isAwaited} onClick={() => sync.mutate()}>
      {!sync.isPending && !isAwaited && <RefreshCw aria-hidden />} Sync now
    </Button>
  );
}

const readErrors: Readonly<Record<string, string>> = {
  token_refused: 'Meta refuses the access token: replace it under Settings.',
  whatsapp_unavailable: 'Meta can’t be reached just now; it is tried again.',
};

function ReadNote({ wabas }: { wabas: readonly Waba[] }) {
  const now = useNow('halfMinute');
  const failed = wabas.find(({ templatesError }) => templatesError !== null);
  if (failed)
    return (
      <p role="status" className="text-[13px] text-danger">
        {readErrors[failed.templatesError ?? ''] ?? 'The templates could not be read from Meta.'}
      </p>
    );
  const read = wabas.flatMap(({ templatesReadAt }) => templatesReadAt ?? []).sort();
  if (read.length === 0) return null;
  return <p className="text-[13px] text-muted">Read from Meta {relativeTime(read[0]!, now)}</p>;
}

function TemplatesSkeleton() {
  return (
    <RowsSkeleton label="Loading templates" count={5}>
      <Skeleton className="my-1 h-4 w-48" />
      <Skeleton className="ml-auto h-4 w-24" />
    </RowsSkeleton>
  );
}
