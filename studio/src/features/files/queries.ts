/** Files that are kept to be sent by flows. */
import { infiniteQueryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { MediaFile } from '../../../../core/api/media.ts';
import type { MediaKind } from '../../../../core/messaging/content.ts';
import { uploadProblem } from '../../../../core/messaging/uploads.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { isSurroundings, keys } from '../../shared/api/queries.ts';
import { saveFile } from '../../shared/lib/save-file.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';

const PAGE = 30;
const KEEP_MS = 5 * 60_000;

/** The newest first. */
export const keptFilesQuery = (org: string) =>
  infiniteQueryOptions({
    queryKey: keys.files(org),
    queryFn: ({ signal, pageParam }) =>
      api.call('listMedia', { params: { org }, query: { limit: PAGE, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** The bytes of a kept file. */
export function useKeptFile(fileId: string): { file: Blob | undefined; isError: boolean } {
  const { orgId } = useWorkspace();
  const { data, isError } = useQuery({
    queryKey: [orgId, 'file', fileId],
    queryFn: () => api.download('downloadMedia', { params: { org: orgId, media: fileId } }),
    // It never changes.
    staleTime: Infinity,
    gcTime: KEEP_MS,
    retry: false,
  });
  return { file: data?.file, isError };
}

export function useSaveKeptFile() {
  const { orgId } = useWorkspace();
  return useMutation({
    mutationFn: (fileId: string) => api.download('downloadMedia', { params: { org: orgId, media: fileId } }),
    onSuccess: ({ file, name }) => saveFile(file, name),
    onError: (error) => toast.error(errorText(error)),
  });
}

export function useDeleteKeptFile(onDone: () => void) {
  const { orgId } = useWorkspace();
  const readAnew = useReadAnew();
  return useMutation({
    mutationFn: (fileId: string) => api.call('deleteMedia', { params: { org: orgId, media: fileId } }),
    onSuccess: async () => {
      await readAnew();
      onDone();
    },
  });
}

export interface Underway {
  name: string;
  /** 0 to 1. */
  part: number;
}

/**
 * Uploads a file that is kept.
 * @param kinds that may be chosen here
 * @param onFile is called once an open flow knows the file
 */
export function useKeepFile(kinds: readonly MediaKind[], onFile: (file: MediaFile) => void) {
  const { orgId } = useWorkspace();
  const readAnew = useReadAnew();
  const [underway, setUnderway] = useState<Underway | null>(null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      const problem = uploadProblem(file, kinds);
      if (problem !== null) throw new Error(problem);
      const { name } = file;
      setUnderway({ name, part: 0 });
      return api.call(
        'uploadMedia',
        { params: { org: orgId }, query: { name: name.slice(-255), keep: 'true' }, file },
        { onProgress: (part) => setUnderway({ name, part }) },
      );
    },
    onSuccess: async (file) => {
      await readAnew();
      onFile(file);
    },
    onSettled: () => setUnderway(null),
  });
  return { start: upload.mutate, underway, error: upload.error };
}

/** An open flow finds fault with files that it doesn't know. */
function useReadAnew() {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.files(orgId) }),
      queryClient.invalidateQueries({ predicate: isSurroundings }),
    ]);
}
