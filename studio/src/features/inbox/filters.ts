import type { ConversationFilter } from '../../shared/api/queries.ts';

export const inboxFilters = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'mine', label: 'Mine' },
  { value: 'bot', label: 'Bot' },
  { value: 'human', label: 'People' },
] as const;

export type InboxFilter = (typeof inboxFilters)[number]['value'];

export function inboxFilterOf(value: string | undefined): InboxFilter {
  return inboxFilters.find((filter) => filter.value === value)?.value ?? 'all';
}

/**
 * What the list asks the API for.
 * @param teamId null: of whichever team, or of none
 */
export function conversationFilter(
  filter: InboxFilter,
  search: string,
  userId: string,
  teamId: string | null,
): ConversationFilter {
  const words = search.trim();
  const base: ConversationFilter = { ...(words && { search: words }), ...(teamId && { teamId }) };
  switch (filter) {
    case 'all':
      return base;
    case 'open':
      return { ...base, status: 'open' };
    case 'mine':
      return { ...base, assigneeId: userId };
    case 'bot':
      return { ...base, mode: 'bot' };
    case 'human':
      return { ...base, mode: 'human' };
  }
}
