import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, FileSpreadsheet, Trash2 } from 'lucide-react';
import { toast } from 'sonner';
import type { ContactExport } from '../../../../../core/api/imports.ts';
import { api } from '../../../shared/api/api.ts';
import { errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { saveFile } from '../../../shared/lib/save-file.ts';
import { relativeTime } from '../../../shared/lib/time.ts';
import { useNow } from '../../../shared/lib/use-now.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { ProgressBar } from '../../../shared/ui/progress-bar.tsx';
import { sizeText } from '../../../shared/lib/size-text.ts';

const POLL_MS = 2_000;
const SHOWN = 5;

const exportsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.exports(org),
    queryFn: ({ signal }) =>
      api.call('listExports', { params: { org }, query: { limit: SHOWN } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? POLL_MS : false),
  });

function isAtWork({ status }: ContactExport): boolean {
  return status === 'queued' || status === 'running';
}

/** The newest files: on their way, or to be downloaded until they are deleted. */
export function ExportList() {
  const { orgId } = useWorkspace();
  const items = useQuery(exportsQuery(orgId)).data?.items ?? [];
  const shown = items.filter(({ status }) => status !== 'expired' && status !== 'cancelled');
  if (shown.length === 0) return null;
  return (
    <section aria-label="Exported files" className="space-y-2 border-t border-border pt-4">
      <h3 className="text-[13px] font-medium">Exported files</h3>
      <ul className="space-y-2">
        {shown.map((item) => (
          <ExportRow key={item.id} item={item} />
        ))}
      </ul>
      <p className="text-xs text-muted">A file is deleted after seven days.</p>
    </section>
  );
}

function ExportRow({ item }: { item: ContactExport }) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const now = useNow('halfMinute');
  const params = { org: orgId, export: item.id };
  const download = useMutation({
    mutationFn: () => api.download('downloadExport', { params }),
    onSuccess: ({ file, name }) => saveFile(file, name),
    onError: (error) => toast.error('The file could not be loaded', { description: errorText(error) }),
  });
  const remove = useMutation({
    mutationFn: () => api.call('cancelExport', { params }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.exports(orgId) }),
    onError: (error) => toast.error('The file is still here', { description: errorText(error) }),
  });
  return (
    <li className="flex items-center gap-3 rounded-lg border border-border px-3 py-2">
      <FileSpreadsheet aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">{item.fileName}</p>
        {isAtWork(item) ? (
          <div className="pt-1.5 pb-1">
            <ProgressBar label={`Writing ${item.fileName}`} value={item.done} max={item.total ?? 0} />
          </div>
        ) : (
          <p className="text-xs text-muted">
            {item.status === 'failed'
              ? 'It could not be written'
              : `${item.done.toLocaleString('en')} contacts, ${sizeText(item.byteSize ?? 0)}, ${relativeTime(item.createdAt, now)}`}
          </p>
        )}
      </div>
      {item.status === 'completed' && (
        <Button size="sm" variant="primary" isBusy={download.isPending} onClick={() => download.mutate()}>
          <Download aria-hidden /> Download
        </Button>
      )}
      {item.status !== 'failed' && (
        <Button
          size="iconSm"
          variant="ghost"
          aria-label={isAtWork(item) ? `Stop ${item.fileName}` : `Delete ${item.fileName}`}
          isBusy={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {!remove.isPending && <Trash2 aria-hidden />}
        </Button>
      )}
    </li>
  );
}
