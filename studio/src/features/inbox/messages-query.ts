import { infiniteQueryOptions, type InfiniteData } from '@tanstack/react-query';
import type { Message, Page } from '../../../../core/api/schemas.ts';
import { api } from '../../shared/api/api.ts';
import { keys } from '../../shared/api/queries.ts';
import { isSameDay } from '../../shared/lib/time.ts';

export type MessagePages = InfiniteData<Page<Message>>;

export const messagesQuery = (org: string, conversation: string) =>
  infiniteQueryOptions({
    queryKey: keys.messages(org, conversation),
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listConversationMessages',
        { params: { org, conversation }, query: { limit: 50, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Oldest first, as a thread is read; a message that two pages hold counts once. */
export function threadOf(data: MessagePages | undefined): Message[] {
  const byId = new Map<string, Message>();
  for (const page of data?.pages ?? []) {
    for (const message of page.items) if (!byId.has(message.id)) byId.set(message.id, message);
  }
  return [...byId.values()].sort(
    (left, right) =>
      left.createdAt.localeCompare(right.createdAt) ||
      Number(left.direction === 'outbound') - Number(right.direction === 'outbound') ||
      left.id.localeCompare(right.id),
  );
}

/** Splits a thread at midnight of the reader's own zone. */
export function daysOf<Entry extends { createdAt: string }>(entries: readonly Entry[]): Entry[][] {
  const days: Entry[][] = [];
  let last: Date | null = null;
  for (const entry of entries) {
    const at = new Date(entry.createdAt);
    const day = days.at(-1);
    if (day && last && isSameDay(last, at)) day.push(entry);
    else days.push([entry]);
    last = at;
  }
  return days;
}

/** Puts a message in front of the newest page; one with the same id is replaced where it stands. */
export function withMessage(data: MessagePages | undefined, message: Message): MessagePages | undefined {
  const [first, ...others] = data?.pages ?? [];
  if (!data || !first) return data;
  if (data.pages.some((page) => page.items.some((item) => item.id === message.id))) {
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.id === message.id ? message : item)),
    }));
    return { ...data, pages };
  }
  return { ...data, pages: [{ ...first, items: [message, ...first.items] }, ...others] };
}

export function withoutMessage(data: MessagePages | undefined, id: string): MessagePages | undefined {
  if (!data) return data;
  const pages = data.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) }));
  return { ...data, pages };
}
