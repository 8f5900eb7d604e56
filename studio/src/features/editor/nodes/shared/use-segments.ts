import { useQuery } from '@tanstack/react-query';
import { segmentsQuery } from '../../../../shared/api/queries.ts';
import { useWorkspace } from '../../../../shared/session/workspace.ts';

/** The workspace's segments; undefined until they are loaded. */
export function useSegments() {
  const { orgId } = useWorkspace();
  return useQuery(segmentsQuery(orgId)).data?.items;
}
