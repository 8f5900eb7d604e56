import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ApiKey } from '../../../../../core/api/api-keys.ts';
import { isAtLeast } from '../../../../../core/api/permissions.ts';
import type { Role } from '../../../../../core/api/schemas.ts';
import { api } from '../../../shared/api/api.ts';
import { allPages } from '../../../shared/api/queries.ts';

export const apiKeysKey = (org: string) => [org, 'api-keys'] as const;

export type KeyFilter = 'active' | 'all';

export const apiKeysQuery = (org: string, filter: KeyFilter) =>
  infiniteQueryOptions({
    queryKey: [...apiKeysKey(org), filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listApiKeys',
        {
          params: { org },
          query: { limit: 50, cursor: pageParam, status: filter === 'active' ? 'active' : undefined },
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Keys that would work if whom they act for were still a member. */
export const stoppedKeysQuery = (org: string) =>
  queryOptions({
    queryKey: [...apiKeysKey(org), 'stopped'] as const,
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        api.call(
          'listApiKeys',
          { params: { org }, query: { limit: 100, cursor, status: 'stopped' } },
          { signal },
        ),
      ),
  });

/** Keys that work now and act for a member. */
export const keysOfMemberQuery = (org: string, member: string) =>
  queryOptions({
    queryKey: [...apiKeysKey(org), 'of', member] as const,
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        api.call(
          'listApiKeys',
          { params: { org }, query: { limit: 100, cursor, status: 'active', actsFor: member } },
          { signal },
        ),
      ),
  });

/** @param next what the member they act for becomes; null: no member */
export function keysThatLose(apiKeys: readonly ApiKey[], next: Role | null): ApiKey[] {
  return apiKeys.filter(
    ({ effectiveRole }) => effectiveRole !== null && (next === null || !isAtLeast(next, effectiveRole)),
  );
}
