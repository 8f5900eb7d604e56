import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Note } from '../../../../../core/api/notes.ts';
import { api } from '../../../shared/api/api.ts';
import { ApiError, errorText } from '../../../shared/api/errors.ts';
import { keys } from '../../../shared/api/queries.ts';
import { useWorkspace } from '../../../shared/session/workspace.ts';
import { withNote, withoutNote, type NotePages } from './notes-query.ts';

export interface WrittenNote {
  text: string;
  mentions: string[];
  /** Idempotency key, so that a second try after a lost answer can't write it twice. */
  key: string;
}

const localId = (key: string) => `local:${key}`;

export const isLocal = ({ id }: Note) => id.startsWith('local:');

/** Writes a note. It is shown at once; when the server refuses it disappears and `onRefused` gets it back. */
export function useCreateNote(conversation: string, onRefused: (note: WrittenNote) => void) {
  const { orgId, userId, userName } = useWorkspace();
  const show = useShownNotes(conversation);
  return useMutation({
    mutationFn: ({ text, mentions, key }: WrittenNote) =>
      api.call(
        'createNote',
        { params: { org: orgId, conversation }, body: { text, mentions } },
        { idempotencyKey: key },
      ),
    retry: (count, error) => count < 2 && error instanceof ApiError && error.isTransient,
    onMutate: async ({ text, mentions, key }) => {
      const author = { kind: 'user', id: userId, name: userName } as const;
      const createdAt = new Date().toISOString();
      const note = { id: localId(key), conversationId: conversation, text, mentions, author };
      await show((data) => withNote(data, { ...note, createdAt, editedAt: null }));
    },
    onSuccess: (note, { key }) => show((data) => withNote(withoutNote(data, localId(key)), note)),
    onError: async (error, note) => {
      await show((data) => withoutNote(data, localId(note.key)));
      toast.error('The note was not saved', { description: errorText(error) });
      onRefused(note);
    },
  });
}

export function useUpdateNote({ conversationId: conversation, id }: Note) {
  const { orgId } = useWorkspace();
  const show = useShownNotes(conversation);
  return useMutation({
    mutationFn: (change: { text: string; mentions: string[] }) =>
      api.call('updateNote', { params: { org: orgId, conversation, note: id }, body: change }),
    onSuccess: (note) => show((data) => withNote(data, note)),
    onError: (error) => toast.error('The note was not changed', { description: errorText(error) }),
  });
}

export function useDeleteNote({ conversationId: conversation, id }: Note) {
  const { orgId } = useWorkspace();
  const show = useShownNotes(conversation);
  return useMutation({
    mutationFn: () => api.call('deleteNote', { params: { org: orgId, conversation, note: id } }),
    onSuccess: () => show((data) => withoutNote(data, id)),
  });
}

/** Changes what is shown; what was being read meanwhile is from before and is thrown away. */
function useShownNotes(conversation: string) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const queryKey = keys.notes(orgId, conversation);
  return async (change: (data: NotePages | undefined) => NotePages | undefined) => {
    const isReading = queryClient.isFetching({ queryKey }) > 0;
    await queryClient.cancelQueries({ queryKey });
    queryClient.setQueryData<NotePages>(queryKey, change);
    if (isReading) void queryClient.invalidateQueries({ queryKey });
  };
}
