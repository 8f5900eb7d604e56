import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { MediaFile } from '../../../../core/api/media.ts';
import type { Conversation, Message } from '../../../../core/api/schemas.ts';
import { api } from '../../shared/api/api.ts';
import { ApiError, errorText } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { withMessage, withoutMessage, type MessagePages } from './messages-query.ts';

export interface Outgoing {
  /** Empty: nothing under the file. */
  text: string;
  file: MediaFile | null;
  /** Idempotency key, so that a second try after a lost answer can't send twice. */
  key: string;
}

export const localMessageId = (key: string) => `local:${key}`;

/** Sends a text. It is shown at once; when the server refuses it disappears and `onRefused` gets the text back. */
export function useSendMessage(conversation: Conversation, onRefused: (outgoing: Outgoing) => void) {
  const { orgId, userId } = useWorkspace();
  const queryClient = useQueryClient();
  const key = keys.messages(orgId, conversation.id);

  return useMutation({
    // One after the other: a sound comes before the words behind it.
    scope: { id: conversation.id },
    mutationFn: (outgoing: Outgoing) =>
      api.call(
        'sendMessage',
        { params: { org: orgId, conversation: conversation.id }, body: bodyOf(outgoing) },
        { idempotencyKey: outgoing.key },
      ),
    // Only a lost answer is worth asking again for: with the same key the server repeats what it said.
    retry: (count, error) => count < 2 && error instanceof ApiError && error.isTransient,
    onMutate: async (outgoing) => {
      await queryClient.cancelQueries({ queryKey: key });
      const message = optimisticMessage(conversation, outgoing, userId, new Date());
      queryClient.setQueryData<MessagePages>(key, (data) => withMessage(data, message));
    },
    onSuccess: (message, outgoing) => {
      queryClient.setQueryData<MessagePages>(key, (data) =>
        withMessage(withoutMessage(data, localMessageId(outgoing.key)), message),
      );
      void queryClient.invalidateQueries({ queryKey: key });
      void queryClient.invalidateQueries({ queryKey: keys.conversations(orgId) });
      void queryClient.invalidateQueries({ queryKey: keys.conversation(orgId, conversation.id) });
    },
    onError: (error, outgoing) => {
      queryClient.setQueryData<MessagePages>(key, (data) =>
        withoutMessage(data, localMessageId(outgoing.key)),
      );
      toast.error('The message was not sent', { description: errorText(error) });
      onRefused(outgoing);
    },
  });
}

function bodyOf({ text, file }: Outgoing) {
  return { ...(text === '' ? {} : { text }), ...(file ? { fileId: file.id } : {}) };
}

function contentOf({ text, file }: Outgoing): Record<string, unknown> {
  if (!file) return { type: 'text', text };
  return { type: 'media', kind: file.kind, filename: file.name, ...(text === '' ? {} : { caption: text }) };
}

export function optimisticMessage(
  conversation: Pick<Conversation, 'id' | 'contactId'>,
  outgoing: Outgoing,
  userId: string,
  now: Date,
): Message {
  return {
    id: localMessageId(outgoing.key),
    conversationId: conversation.id,
    contactId: conversation.contactId,
    direction: 'outbound',
    type: outgoing.file ? 'media' : 'text',
    text: outgoing.text || (outgoing.file?.name ?? ''),
    content: contentOf(outgoing),
    file: null,
    status: 'queued',
    wamid: null,
    error: null,
    source: { kind: 'agent', userId, flowRunId: null, nodeId: null },
    replyToWamid: null,
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    createdAt: now.toISOString(),
  };
}
