import { useQuery } from '@tanstack/react-query';
import type { SubflowData } from '../../../../../../core/flow/nodes/subflow/manifest.ts';
import { flowsQuery } from '../../../../shared/api/queries.ts';
import { useWorkspace } from '../../../../shared/session/workspace.ts';

export function Card({ data }: { data: SubflowData }) {
  const { orgId } = useWorkspace();
  const name = useQuery(flowsQuery(orgId)).data?.items.find((flow) => flow.id === data.flowId)?.name;
  if (data.flowId === '') return <p className="px-3.5 pb-2 text-[13px] text-muted">Choose the flow to run</p>;
  return (
    <p className="px-3.5 pb-2 text-[13px] leading-[18px]">
      <span className="font-medium">{name ?? 'Another flow'}</span>
      <span className="text-muted">
        {data.version === 0 ? ', no version yet' : `, version ${data.version}`}
      </span>
    </p>
  );
}
