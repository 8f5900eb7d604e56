/** Query keys and options that several features share. Keys start with the organisation, so that a switch reads anew. */
import { infiniteQueryOptions, queryOptions, type Query } from '@tanstack/react-query';
import type { Conversation, FlowRun, FlowSummary, Page } from '../../../../core/api/schemas.ts';
import { api } from './api.ts';
import { loadConfig } from './config.ts';

export const keys = {
  me: ['me'] as const,
  numbers: (org: string) => [org, 'numbers'] as const,
  wabas: (org: string) => [org, 'wabas'] as const,
  templates: (org: string) => [org, 'templates'] as const,
  analytics: (org: string) => [org, 'analytics'] as const,
  secrets: (org: string) => [org, 'secrets'] as const,
  files: (org: string) => [org, 'files'] as const,
  flows: (org: string) => [org, 'flows'] as const,
  flow: (org: string, flow: string) => [org, 'flow', flow] as const,
  flowVersions: (org: string, flow: string) => [org, 'flow', flow, 'versions'] as const,
  flowSurroundings: (org: string, flow: string) => [org, 'flow', flow, 'surroundings'] as const,
  members: (org: string) => [org, 'members'] as const,
  invitations: (org: string) => [org, 'invitations'] as const,
  teams: (org: string) => [org, 'teams'] as const,
  organization: (org: string) => [org, 'organization'] as const,
  runs: (org: string) => [org, 'runs'] as const,
  contacts: (org: string) => [org, 'contacts'] as const,
  contact: (org: string, contact: string) => [org, 'contact', contact] as const,
  /** Contacts that may be one person. */
  duplicates: (org: string) => [org, 'duplicates'] as const,
  /** Also of one import: its key begins so. */
  imports: (org: string) => [org, 'imports'] as const,
  exports: (org: string) => [org, 'exports'] as const,
  attributeDefinitions: (org: string) => [org, 'attribute-definitions'] as const,
  suppressions: (org: string) => [org, 'suppressions'] as const,
  contactFields: (org: string) => [org, 'contact-fields'] as const,
  segments: (org: string) => [org, 'segments'] as const,
  /** Lists of campaigns and all that is read of each. */
  campaigns: (org: string) => [org, 'campaigns'] as const,
  campaign: (org: string, campaign: string) => [org, 'campaigns', campaign] as const,
  conversations: (org: string) => [org, 'conversations'] as const,
  conversation: (org: string, conversation: string) => [org, 'conversation', conversation] as const,
  messages: (org: string, conversation: string) => [org, 'messages', conversation] as const,
  notes: (org: string, conversation: string) => [org, 'notes', conversation] as const,
};

/** Of every flow: what validation knows around a document, such as the names of secrets. */
export const isSurroundings = ({ queryKey }: Pick<Query, 'queryKey'>): boolean =>
  queryKey[1] === 'flow' && queryKey[3] === 'surroundings';

export const configQuery = () =>
  queryOptions({ queryKey: ['config'] as const, queryFn: loadConfig, staleTime: Infinity });

export const meQuery = () =>
  queryOptions({
    queryKey: keys.me,
    queryFn: ({ signal }) => api.call('getMe', { params: {} }, { signal }),
    staleTime: 5 * 60_000,
  });

export const numbersQuery = (org: string) =>
  queryOptions({
    queryKey: keys.numbers(org),
    queryFn: ({ signal }) => api.call('listPhoneNumbers', { params: { org } }, { signal }),
    staleTime: 60_000,
  });

/** All that Meta has: for choosing one. */
export const templatesQuery = (org: string) =>
  queryOptions({
    queryKey: keys.templates(org),
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        api.call('listTemplates', { params: { org }, query: { limit: 100, cursor } }, { signal }),
      ),
    staleTime: 60_000,
  });

/** Names only; the API never gives out a value. */
export const secretsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.secrets(org),
    queryFn: ({ signal }) => api.call('listSecrets', { params: { org } }, { signal }),
    staleTime: 60_000,
  });

/** How many of the newest open conversations have something unread, for the badge. */
export const unreadQuery = (org: string) =>
  queryOptions({
    queryKey: [...keys.conversations(org), 'unread'] as const,
    queryFn: async ({ signal }) => {
      const page = await api.call(
        'listConversations',
        { params: { org }, query: { limit: 100 } },
        { signal },
      );
      return page.items.filter((conversation) => conversation.unreadCount > 0).length;
    },
  });

/** Archived flows are listed only when `status` asks for them. */
export const flowsQuery = (org: string, status?: FlowSummary['status']) =>
  queryOptions({
    queryKey: status ? ([...keys.flows(org), status] as const) : keys.flows(org),
    queryFn: ({ signal }) =>
      api.call('listFlows', { params: { org }, query: { limit: 100, status } }, { signal }),
  });

export const organizationQuery = (org: string) =>
  queryOptions({
    queryKey: keys.organization(org),
    queryFn: ({ signal }) => api.call('getOrganization', { params: { org } }, { signal }),
    staleTime: 60_000,
  });

/** Everybody of the organisation, however many pages they are. */
export const membersQuery = (org: string) =>
  queryOptions({
    queryKey: keys.members(org),
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        api.call('listMembers', { params: { org }, query: { limit: 100, cursor } }, { signal }),
      ),
    staleTime: 60_000,
  });

export const teamsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.teams(org),
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        api.call('listTeams', { params: { org }, query: { limit: 100, cursor } }, { signal }),
      ),
    staleTime: 60_000,
  });

/** Everything, however many pages it is. */
export async function allPages<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await read(cursor);
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}

export const contactQuery = (org: string, contact: string) =>
  queryOptions({
    queryKey: keys.contact(org, contact),
    queryFn: ({ signal }) => api.call('getContact', { params: { org, contact } }, { signal }),
  });

export interface ContactFilter {
  search?: string;
  tag?: string;
}

export const contactsQuery = (org: string, filter: ContactFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.contacts(org), filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listContacts',
        { params: { org }, query: { limit: 50, cursor: pageParam, ...filter } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Defined attributes; those that are archived come last. */
export const attributeDefinitionsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.attributeDefinitions(org),
    queryFn: ({ signal }) => api.call('listAttributeDefinitions', { params: { org } }, { signal }),
    staleTime: 60_000,
  });

/** Names of tags and attributes, for suggestions. */
export const contactFieldsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.contactFields(org),
    queryFn: ({ signal }) => api.call('listContactFields', { params: { org } }, { signal }),
    staleTime: 60_000,
  });

/** By name, without counts: counting asks all contacts. */
export const segmentsQuery = (org: string) =>
  queryOptions({
    queryKey: keys.segments(org),
    queryFn: ({ signal }) => api.call('listSegments', { params: { org }, query: { limit: 100 } }, { signal }),
    staleTime: 30_000,
  });

export interface ConversationFilter {
  search?: string;
  status?: Conversation['status'];
  mode?: Conversation['mode'];
  assigneeId?: string;
  teamId?: string;
}

export const conversationsQuery = (org: string, filter: ConversationFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.conversations(org), filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listConversations',
        { params: { org }, query: { limit: 40, cursor: pageParam, ...filter } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const conversationQuery = (org: string, conversation: string) =>
  queryOptions({
    queryKey: keys.conversation(org, conversation),
    queryFn: ({ signal }) => api.call('getConversation', { params: { org, conversation } }, { signal }),
  });

export interface RunFilter {
  flowId?: string;
  contactId?: string;
  status?: FlowRun['status'];
}

export const runsQuery = (org: string, filter: RunFilter) =>
  queryOptions({
    queryKey: [...keys.runs(org), filter] as const,
    queryFn: ({ signal }) =>
      api.call('listFlowRuns', { params: { org }, query: { limit: 50, ...filter } }, { signal }),
  });
