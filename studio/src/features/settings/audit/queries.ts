import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../../shared/api/api.ts';

export interface AuditFilter {
  search?: string;
  subject?: string;
  action?: string;
  actorId?: string;
  subjectId?: string;
  contactId?: string;
  /** RFC 3339. */
  from?: string;
}

export const auditQuery = (org: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [org, 'audit', filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listAudit',
        { params: { org }, query: { limit: 50, cursor: pageParam, ...filter } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
