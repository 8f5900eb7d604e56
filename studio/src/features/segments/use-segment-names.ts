import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { testsOf, type SegmentGroup } from '../../../../core/segments/rules.ts';
import type { SegmentNames } from '../../../../core/segments/summary.ts';
import { campaignNameQuery } from '../../shared/api/campaign-names.ts';
import { flowsQuery, numbersQuery, segmentsQuery } from '../../shared/api/queries.ts';
import { useWorkspace } from '../../shared/session/workspace.ts';

/** Names of the flows, segments, numbers and campaigns that the rules name by id. */
export function useSegmentNames(rules: SegmentGroup): SegmentNames {
  const { orgId } = useWorkspace();
  const flows = useQuery(flowsQuery(orgId)).data;
  const segments = useQuery(segmentsQuery(orgId)).data;
  const numbers = useQuery(numbersQuery(orgId)).data;
  const ids = useMemo(() => campaignIdsOf(rules), [rules]);
  const campaigns = useQueries({
    queries: ids.map((id) => campaignNameQuery(orgId, id)),
    combine: (results) => results.map(({ data }) => data ?? null),
  });
  return useMemo(
    () => ({
      flows: new Map(flows?.items.map(({ id, name }) => [id, name])),
      segments: new Map(segments?.items.map(({ id, name }) => [id, name])),
      phoneNumbers: new Map(numbers?.items.map(({ id, displayPhoneNumber }) => [id, displayPhoneNumber])),
      campaigns: new Map(
        ids.flatMap((id, at): [string, string][] => (campaigns[at] == null ? [] : [[id, campaigns[at]]])),
      ),
    }),
    [flows, segments, numbers, ids, campaigns],
  );
}

function campaignIdsOf(rules: SegmentGroup): string[] {
  const named = testsOf(rules).flatMap((test) => {
    if (test.kind === 'messages') return test.campaignId ?? [];
    return test.kind === 'campaign' && test.campaign !== 'last' && test.campaign !== 'any'
      ? test.campaign
      : [];
  });
  return [...new Set(named.filter((id) => id !== ''))];
}
