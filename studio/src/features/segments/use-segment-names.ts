import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SegmentNames } from '../../../../core/segments/summary.ts';
import { flowsQuery, numbersQuery, segmentsQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';

/** Names of the flows, segments and numbers that rules name by id. */
export function useSegmentNames(): SegmentNames {
  const { orgId } = useWorkspace();
  const flows = useQuery(flowsQuery(orgId)).data;
  const segments = useQuery(segmentsQuery(orgId)).data;
  const numbers = useQuery(numbersQuery(orgId)).data;
  return useMemo(
    () => ({
      flows: new Map(flows?.items.map(({ id, name }) => [id, name])),
      segments: new Map(segments?.items.map(({ id, name }) => [id, name])),
      phoneNumbers: new Map(numbers?.items.map(({ id, displayPhoneNumber }) => [id, displayPhoneNumber])),
    }),
    [flows, segments, numbers],
  );
}
