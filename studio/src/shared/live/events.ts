/** Which cached answers a broadcast makes old. Broadcasts carry ids only. */
import type { QueryClient, QueryFilters, QueryKey } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';

export const liveEvents = ['messages', 'notes', 'conversations', 'contacts', 'flows', 'files'] as const;
export type LiveEvent = (typeof liveEvents)[number];

/** Ids that changed; `all` when there were too many to name. */
export type Changed = Set<string> | 'all';

/** The ids a payload names in `field`. A payload without a list of ids there speaks of everything of its kind. */
export function idsOf(payload: unknown, field: 'conversationIds' | 'contactIds'): Changed {
  const ids = (payload as Record<string, unknown> | null | undefined)?.[field];
  const isListOfIds = Array.isArray(ids) && ids.every((id): id is string => typeof id === 'string');
  return isListOfIds ? new Set(ids) : 'all';
}

export interface PendingChanges {
  conversations: Changed;
  messages: Changed;
  notes: Changed;
  contacts: Changed;
  flows: boolean;
  /** Imports and exports. */
  files: boolean;
}

export function noChanges(): PendingChanges {
  return {
    conversations: new Set(),
    messages: new Set(),
    notes: new Set(),
    contacts: new Set(),
    flows: false,
    files: false,
  };
}

export function hasChanges(pending: PendingChanges): boolean {
  const { flows, files, conversations, notes, contacts } = pending;
  return flows || files || [conversations, notes, contacts].some((changed) => isAny(changed));
}

/** Adds one broadcast to those not acted upon yet. */
export function addChange(pending: PendingChanges, event: LiveEvent, payload: unknown): void {
  switch (event) {
    case 'flows':
      pending.flows = true;
      return;
    case 'files':
      pending.files = true;
      return;
    case 'contacts':
      pending.contacts = union(pending.contacts, idsOf(payload, 'contactIds'));
      return;
    case 'notes':
      pending.notes = union(pending.notes, idsOf(payload, 'conversationIds'));
      return;
    case 'messages':
    case 'conversations': {
      const ids = idsOf(payload, 'conversationIds');
      // A new message also changes its conversation's last line, time and unread count.
      pending.conversations = union(pending.conversations, ids);
      if (event === 'messages') pending.messages = union(pending.messages, ids);
    }
  }
}

function union(left: Changed, right: Changed): Changed {
  return left === 'all' || right === 'all' ? 'all' : new Set([...left, ...right]);
}

function isAny(changed: Changed): boolean {
  return changed === 'all' || changed.size > 0;
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
  const stale = staleKeys(org, changes);
  await Promise.allSettled(stale.map((queryKey) => readAnew(queryClient, { queryKey })));
}

/**
 * Reads anew what is shown of these. A first answer that is on its way may be from before the change, and isn't cancelled by this as a
 * later one is: it is waited for, and then asked for again.
 */
async function readAnew(queryClient: QueryClient, filters: QueryFilters): Promise<void> {
  const beginning = queryClient
    .getQueryCache()
    .findAll(filters)
    .filter(({ state }) => state.data === undefined && state.fetchStatus === 'fetching');
  await queryClient.invalidateQueries(filters);
  if (beginning.length === 0) return;
  await Promise.allSettled(beginning.map(async ({ promise }) => promise));
  await queryClient.invalidateQueries({ predicate: (query) => beginning.includes(query) });
}

/** Keys of what the changes made old; a key also means every longer one that starts with it. */
export function staleKeys(org: string, changes: PendingChanges): QueryKey[] {
  const { messages, notes, conversations, contacts, flows, files } = changes;
  const stale: QueryKey[] = [];
  // Without its id a key is the beginning of the keys of all of that kind.
  if (messages === 'all') stale.push([org, 'messages']);
  else for (const id of messages) stale.push(keys.messages(org, id));

  if (notes === 'all') stale.push([org, 'notes']);
  else for (const id of notes) stale.push(keys.notes(org, id));

  if (conversations === 'all') stale.push([org, 'conversation']);
  else for (const id of conversations) stale.push(keys.conversation(org, id));
  if (isAny(conversations)) stale.push(keys.conversations(org));

  if (contacts === 'all') stale.push([org, 'contact']);
  else for (const id of contacts) stale.push(keys.contact(org, id));
  if (isAny(contacts)) stale.push(keys.contacts(org));

  if (flows) stale.push(keys.flows(org));
  if (files) stale.push(keys.imports(org), keys.exports(org));
  // Whatever happens in a conversation may have moved a run; a change of a person means their runs only.
  if (flows || isAny(conversations) || contacts === 'all') stale.push(keys.runs(org));
  else for (const id of contacts) stale.push([...keys.runs(org), { contactId: id }]);
  return stale;
}

/** After a gap nobody knows what was missed: everything live of this organisation is read anew. */
export async function invalidateAllLive(queryClient: QueryClient, org: string): Promise<void> {
  const live = new Set<unknown>([
    'conversations',
    'conversation',
    'messages',
    'notes',
    'contacts',
    'contact',
    'flows',
    'runs',
    'imports',
    'exports',
  ]);
  await readAnew(queryClient, {
    predicate: ({ queryKey }) => queryKey[0] === org && live.has(queryKey[1]),
  });
}
