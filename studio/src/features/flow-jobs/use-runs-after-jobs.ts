import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { keys } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';

/**
 * Reads the runs again when a job has come further: no broadcast tells of those that wait without having sent anything.
 *
 * @param worked on how many contacts or runs the jobs in sight have worked so far; null while that isn't known
 */
export function useRunsAfterJobs(worked: number | null): void {
  const { orgId } = useWorkspace();
  const queryClient = useQueryClient();
  const before = useRef<number | null>(null);
  useEffect(() => {
    const isFurther = before.current !== null && worked !== null && worked !== before.current;
    if (worked !== null) before.current = worked;
    if (!isFurther) return;
    void queryClient.invalidateQueries({ queryKey: keys.runs(orgId) });
    // The page of a person tells in its timeline of the flows that they entered.
    void queryClient.invalidateQueries({ queryKey: [orgId, 'contact'] });
  }, [queryClient, orgId, worked]);
}
