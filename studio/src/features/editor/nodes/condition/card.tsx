import { branchTitle, type ConditionData } from '../../../../../../core/flow/nodes/condition/manifest.ts';
import { PortRow } from '../../canvas/port-row.tsx';

export function Card({ data }: { data: ConditionData }) {
  return (
    <div className="space-y-1 pl-3">
      {data.branches.map((branch, index) => (
        <PortRow
          key={branch.id}
          port={`branch:${branch.id}`}
          className="min-h-8 justify-between gap-2 rounded-l-md bg-surface-2 pl-2.5"
        >
          <span className="shrink-0 text-[11px] font-medium text-muted">
            {index === 0 ? 'If' : 'Else if'}
          </span>
          <span className="line-clamp-2 py-1 text-right font-medium break-words">
            {branchTitle(branch, index)}
          </span>
        </PortRow>
      ))}
    </div>
  );
}
