/** Which cached answers a broadcast makes old. Broadcasts carry ids only. */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';

export type LiveEvent = 'messages' | 'conversations' | 'flows';

/** Ids in a broadcast's payload; anything else in it is not trusted. */
export function conversationIdsOf(payload: unknown): string[] {
  const ids = (payload as { conversationIds?: unknown } | null)?.conversationIds;
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
}

export interface PendingChanges {
  conversations: Set<string>;
  messages: Set<string>;
  flows: boolean;
}

export function noChanges(): PendingChanges {
  return { conversations: new Set(), messages: new Set(), flows: false };
}

export function hasChanges(pending: PendingChanges): boolean {
  return pending.flows || pending.conversations.size > 0;
}

/** Adds one broadcast to those not acted upon yet. */
export function addChange(pending: PendingChanges, event: LiveEvent, payload: unknown): void {
  if (event === 'flows') {
    pending.flows = true;
    return;
  }
  for (const id of conversationIdsOf(payload)) {
    // A new message also changes its conversation's last line, time and unread count.
    pending.conversations.add(id);
    if (event === 'messages') pending.messages.add(id);
  }
}

/**
 * Reads anew what is shown of the changed things; what isn't shown is only marked old. Resolves when the answers are
 * in: acting on the next burst sooner would cancel these requests and, under a steady stream, never show anything.
 */
export async function invalidateChanges(
  queryClient: QueryClient,
  org: string,
  changes: PendingChanges,
): Promise<void> {
  const stale: QueryKey[] = [];
  for (const id of changes.messages) stale.push(keys.messages(org, id));
  for (const id of changes.conversations) stale.push(keys.conversation(org, id));
  if (changes.conversations.size > 0) stale.push(keys.conversations(org));
  if (changes.flows) stale.push(keys.flows(org));
  if (changes.flows || changes.conversations.size > 0) stale.push(keys.runs(org));
  await Promise.allSettled(stale.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

/** After a gap nobody knows what was missed: everything live of this organisation is read anew. */
export function invalidateAllLive(queryClient: QueryClient, org: string): void {
  const live = new Set<unknown>(['conversations', 'conversation', 'messages', 'flows', 'runs']);
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] === org && live.has(queryKey[1]),
  });
}
