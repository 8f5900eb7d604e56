import { useMutation, useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useEffect } from 'react';
import { toast } from 'sonner';
import type { Conversation, Page } from '../../../../core/api/schemas.ts';
import type { OperationBody } from '../../../../core/api/operations.ts';
import { api } from '../../shared/api/api.ts';
import { errorText } from '../../shared/api/errors.ts';
import { keys } from '../../shared/api/queries.ts';
import { useMay, useWorkspace } from '../../shared/session/workspace.ts';

export type ConversationChange = OperationBody<'updateConversation'>;

/** Changes a conversation: shown at once, taken back when the server refuses. */
export function useConversationChange(conversation: Conversation) {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const key = keys.conversation(orgId, conversation.id);

  return useMutation({
    mutationFn: (change: ConversationChange) =>
      api.call('updateConversation', { params: { org: orgId, conversation: conversation.id }, body: change }),
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey: key });
      const before = queryClient.getQueryData<Conversation>(key);
      queryClient.setQueryData<Conversation>(key, (old) => old && withChange(old, change));
      return { before };
    },
    onSuccess: (after) => {
      queryClient.setQueryData(key, after);
      queryClient.setQueriesData<InfiniteData<Page<Conversation>> | number>(
        { queryKey: keys.conversations(orgId) },
        (data) => (typeof data === 'object' ? replaceInPages(data, after) : data),
      );
      void queryClient.invalidateQueries({ queryKey: keys.conversations(orgId) });
    },
    onError: (error, _change, context) => {
      queryClient.setQueryData(key, context?.before);
      toast.error('The conversation was not changed', { description: errorText(error) });
    },
  });
}

function withChange(conversation: Conversation, change: ConversationChange): Conversation {
  const { assigneeId, teamId, ...rest } = change;
  return {
    ...conversation,
    ...rest,
    ...(assigneeId === undefined ? {} : { assigneeId }),
    ...(teamId === undefined ? {} : { teamId }),
  };
}

export function replaceInPages(
  data: InfiniteData<Page<Conversation>>,
  conversation: Conversation,
): InfiniteData<Page<Conversation>> {
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map((item) => (item.id === conversation.id ? conversation : item)),
  }));
  return { ...data, pages };
}

/** What an agent looks at is read; a viewer's look changes nothing. */
export function useMarkRead(conversation: Conversation): void {
  const mayAnswer = useMay('conversations:write');
  const { mutate } = useConversationChange(conversation);
  const isUnread = conversation.unreadCount > 0;
  useEffect(() => {
    if (!mayAnswer || !isUnread) return;
    const mark = () => {
      if (document.visibilityState === 'visible') mutate({ unreadCount: 0 });
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [mayAnswer, isUnread, mutate]);
}
