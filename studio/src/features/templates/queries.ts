import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query';
import type { Template } from '../../../../core/api/templates.ts';
import { api } from '../../shared/api/api.ts';
import { isSurroundings, keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';
import { isInReview } from './template-words.ts';

/** While Meta looks at something, or we read from Meta. */
const LOOK_AGAIN_MS = 3_000;

export interface TemplateFilter {
  search?: string;
  status?: string;
  category?: Template['category'];
}

export const templatePagesQuery = (org: string, filter: TemplateFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.templates(org), 'pages', filter] as const,
    queryFn: ({ signal, pageParam }) =>
      api.call(
        'listTemplates',
        { params: { org }, query: { limit: 50, cursor: pageParam, ...filter } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isInReview)) ? LOOK_AGAIN_MS : false,
  });

export const wabasQuery = (org: string) =>
  queryOptions({
    queryKey: keys.wabas(org),
    queryFn: ({ signal }) => api.call('listWabas', { params: { org } }, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ templatesAreAwaited }) => templatesAreAwaited) ? LOOK_AGAIN_MS / 3 : false,
  });

/** Lists, the editor's picker and its findings look anew. */
export function useRefreshTemplates(): () => Promise<void> {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.templates(orgId) }),
      queryClient.invalidateQueries({ queryKey: keys.wabas(orgId) }),
      queryClient.invalidateQueries({ predicate: isSurroundings }),
    ]);
  };
}
