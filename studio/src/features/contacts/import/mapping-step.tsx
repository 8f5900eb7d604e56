import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { importMapping, type ContactImport, type ImportMapping } from '../../../../../core/api/imports.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { counted } from '../../../shared/lib/counted.ts';
import { useDebounced } from '../../../shared/lib/use-debounced.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ColumnTable } from './column-table.tsx';
import { ImportOptions } from './import-options.tsx';
import { PreviewSummary } from './preview-summary.tsx';
import { previewQuery } from './queries.ts';
import { SampleTable } from './sample-table.tsx';

/** What the columns mean and what to do, beside what would become of the rows. */
export function MappingStep({ item }: { item: ContactImport }) {
  const { orgId } = useWorkspace();
  const [mapping, setMapping] = useState(item.mapping);
  const preview = useQuery(previewQuery(orgId, item.id, useDebounced(mapping, 300)));
  const start = useStart(item);
  const discard = useDiscard(item);
  const problem = mappingProblem(mapping);

  return (
    <div className="mx-auto grid max-w-6xl items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0 space-y-6">
        <ColumnTable columns={item.columns} mapping={mapping} preview={preview.data} onChange={setMapping} />
        <ImportOptions mapping={mapping} preview={preview.data} onChange={setMapping} />
        <SampleTable preview={preview.data} isPending={preview.isPending} />
      </div>
      <aside
        aria-label="Summary"
        className="space-y-4 rounded-xl border border-border bg-surface p-5 shadow-card lg:sticky lg:top-0"
      >
        <PreviewSummary
          total={item.total}
          preview={preview.data}
          error={preview.error}
          isFetching={preview.isFetching}
        />
        {problem && (
          <p role="status" className="rounded-lg bg-warn-soft px-3 py-2 text-[13px] text-warn">
            {problem}
          </p>
        )}
        <div className="flex flex-col gap-2">
          <Button
            variant="primary"
            disabled={problem !== null}
            isBusy={start.isPending}
            onClick={() => start.mutate(mapping)}
          >
            <Play aria-hidden /> Import {counted(item.total, 'row')}
          </Button>
          <Button variant="ghost" isBusy={discard.isPending} onClick={() => discard.mutate()}>
            Throw the file away
          </Button>
        </div>
        <p className="text-xs text-muted">
          You can undo the import for seven days. Importing starts no flows.
        </p>
      </aside>
    </div>
  );
}

/** Why the import can't start yet; the same checks as the server's. */
function mappingProblem(mapping: ImportMapping): string | null {
  if (!mapping.columns.some(({ kind }) => kind === 'phone'))
    return 'Say which column holds the phone numbers.';
  const result = importMapping.safeParse(mapping);
  if (result.success) return null;
  const [issue] = result.error.issues;
  if (issue?.path[0] === 'consentSource') return 'Say where and how these people agreed to marketing.';
  if (issue?.path.at(-1) === 'name') return 'Give every attribute a name.';
  return `The columns ${issue?.message ?? 'are not complete'}.`;
}

function useStart({ id }: ContactImport) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportMapping) =>
      api.call('startImport', { params: { org: orgId, import: id }, body }),
    onSuccess: (started) => queryClient.setQueryData([...keys.imports(orgId), id], started),
    onError: (error) => toast.error('The import did not start', { description: errorText(error) }),
  });
}

function useDiscard({ id }: ContactImport) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => api.call('cancelImport', { params: { org: orgId, import: id } }),
    onSuccess: async () => {
      await navigate({ to: '/contacts/import' });
      queryClient.removeQueries({ queryKey: [...keys.imports(orgId), id] });
      await queryClient.invalidateQueries({ queryKey: keys.imports(orgId) });
    },
    onError: (error) => toast.error('The file is still here', { description: errorText(error) }),
  });
}
