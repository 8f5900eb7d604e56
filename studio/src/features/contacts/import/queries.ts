import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ContactImport, ImportMapping } from '../../../../../core/api/imports.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';

/** Progress comes by live updates; this is for when they are down. */
const POLL_MS = 2_000;

export function isAtWork({ status }: ContactImport): boolean {
  return status === 'queued' || status === 'running' || status === 'undoing';
}

/** Their file follows a moment after the end, and is deleted when the time for undoing is over. */
function awaitsRejectedRows({ rejected, hasRejectedRows, undoUntil }: ContactImport): boolean {
  return rejected > 0 && !hasRejectedRows && undoUntil !== null && new Date(undoUntil) > new Date();
}

export const importsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.imports(org),
    queryFn: ({ signal }) => api.call('listImports', { params: { org }, query: { limit: 20 } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some(isAtWork) ? POLL_MS : false),
  });

export const importQuery = (org: string, id: string) =>
  queryOptions({
    queryKey: [...keys.imports(org), id] as const,
    queryFn: ({ signal }) => api.call('getImport', { params: { org, import: id } }, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data && (isAtWork(data) || awaitsRejectedRows(data)) ? POLL_MS : false,
  });

/** Kept apart from the import: its answer changes with the mapping, not with the row. */
export const previewQuery = (org: string, id: string, mapping: ImportMapping) =>
  queryOptions({
    queryKey: [org, 'import-preview', id, mapping] as const,
    queryFn: ({ signal }) =>
      api.call(
        'previewImport',
        { params: { org, import: id }, body: mapping },
        // It stores nothing: without a key its answer, with people of the file in it, isn't kept either.
        { signal, idempotencyKey: null },
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    // An attribute without a name is somebody who is still typing.
    enabled: mapping.columns.every((column) => column.kind !== 'attribute' || column.name.trim() !== ''),
  });
