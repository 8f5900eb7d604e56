/** What the page of a contact asks for. The keys begin with the contact's, so that a change of the contact makes them old. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { TimelineKind } from '../../../../../core/api/people.ts';
import { api } from '../../../shared/api/api.ts';
import { keys } from '../../../shared/api/queries.ts';

export const identitiesQuery = (org: string, contact: string) =>
  queryOptions({
    queryKey: [...keys.contact(org, contact), 'identities'] as const,
    queryFn: ({ signal }) => api.call('listContactIdentities', { params: { org, contact } }, { signal }),
  });

export const ledgerQuery = (org: string, contact: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.contact(org, contact), 'consent'] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listConsentEntries',
        { params: { org, contact }, query: { limit: 10, cursor: pageParam } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const timelineQuery = (org: string, contact: string, kind: TimelineKind | undefined) =>
  infiniteQueryOptions({
    queryKey: [...keys.contact(org, contact), 'timeline', kind ?? 'all'] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'getContactTimeline',
        { params: { org, contact }, query: { limit: 40, cursor: pageParam, kind } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const conversationsOfQuery = (org: string, contactId: string) =>
  queryOptions({
    queryKey: [...keys.conversations(org), { contactId }] as const,
    queryFn: ({ signal }) =>
      api.call('listConversations', { params: { org }, query: { contactId, limit: 20 } }, { signal }),
  });

export const mergePreviewQuery = (org: string, contact: string, other: string) =>
  queryOptions({
    queryKey: [...keys.contact(org, contact), 'merge', other] as const,
    queryFn: ({ signal }) =>
      api.call('previewContactMerge', { params: { org, contact }, body: { contactId: other } }, { signal }),
  });
