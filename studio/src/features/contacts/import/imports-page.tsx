import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronRight, FileSpreadsheet } from 'lucide-react';
import type { ContactImport } from '../../../../../core/api/imports.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { fullTime, relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useMay, useWorkspace } from '../../../shared/session/workspace.ts';
import { BackTitle } from '../../../shared/ui/back-title.tsx';
import { Badge } from '../../../shared/ui/badge.tsx';
import { Page } from '../../../shared/ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../shared/ui/states.tsx';
import { DropZone, MAX_FILE_BYTES } from './drop-zone.tsx';
import { importsQuery } from './queries.ts';
import { importStatus, importSummary } from './status.ts';

/** Where an import begins, and what was imported before. */
export function ImportsPage() {
  const { orgId } = useWorkspace();
  const mayImport = useMay('contacts:import');
  const upload = useUpload();
  return (
    <Page
      title={
        <BackTitle to="/contacts" label="Back to contacts">
          <span className="truncate">Import contacts</span>
        </BackTitle>
      }
    >
      {mayImport ? (
        <div className="mx-auto max-w-3xl space-y-8 pt-2">
          <div className="space-y-3">
            <DropZone
              uploading={upload.isPending ? upload.variables.name : null}
              onFile={(file) => upload.mutate(file)}
            />
            {upload.error && (
              <p role="alert" className="rounded-lg bg-danger-soft px-4 py-3 text-sm text-danger">
                {errorText(upload.error)}
              </p>
            )}
          </div>
          <EarlierImports orgId={orgId} />
        </div>
      ) : (
        <EmptyState icon={FileSpreadsheet} title="Importing is for admins">
          Ask an admin of this workspace to import contacts, or to change your role.
        </EmptyState>
      )}
    </Page>
  );
}

function useUpload() {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (file: File) => {
      if (file.size > MAX_FILE_BYTES)
        throw new Error('This file is larger than 50 MB. Split it, or save it as CSV: that is smaller.');
      return api.call('createImport', { params: { org: orgId }, query: { name: file.name }, file });
    },
    onSuccess: async (made) => {
      queryClient.setQueryData([...keys.imports(orgId), made.id], made);
      await navigate({ to: '/contacts/import/$importId', params: { importId: made.id } });
      void queryClient.invalidateQueries({ queryKey: keys.imports(orgId) });
    },
  });
}

function EarlierImports({ orgId }: { orgId: string }) {
  const query = useQuery(importsQuery(orgId));
  return (
    <section aria-label="Earlier imports" className="space-y-3">
      <h2 className="text-base font-semibold">Earlier imports</h2>
      {query.isPending && <Skeleton className="h-32 rounded-xl" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.items.length === 0 && (
        <p className="rounded-xl border border-border bg-surface px-4 py-6 text-center text-sm text-muted">
          What you import is listed here. An import can be undone for seven days.
        </p>
      )}
      {query.data && query.data.items.length > 0 && (
        <ul className="rounded-xl border border-border bg-surface shadow-card">
          {query.data.items.map((item) => (
            <ImportRow key={item.id} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function ImportRow({ item }: { item: ContactImport }) {
  const now = useNow('halfMinute');
  const { label, tone } = importStatus[item.status];
  return (
    <li className="border-b border-border last:border-b-0">
      <Link
        to="/contacts/import/$importId"
        params={{ importId: item.id }}
        className="flex items-center gap-3 px-4 py-3 transition-colors hover:bg-surface-2"
      >
        <FileSpreadsheet aria-hidden className="size-5 shrink-0 text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{item.fileName}</span>
          <span className="block text-[13px] text-muted">{importSummary(item)}</span>
        </span>
        <Badge tone={tone}>{label}</Badge>
        <time
          dateTime={item.createdAt}
          title={fullTime(item.createdAt)}
          className="w-28 text-right text-[13px] text-muted max-sm:hidden"
        >
          {relativeTime(item.createdAt, now)}
        </time>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
      </Link>
    </li>
  );
}
