import { branchName, type SplitData } from '../../../../../../core/flow/nodes/split/manifest.ts';
import { PortRow } from '../../canvas/port-row.tsx';

export function Card({ data }: { data: SplitData }) {
  return (
    <div className="space-y-1 pl-3">
      {data.branches.map((branch, index) => (
        <PortRow
          key={branch.id}
          port={`branch:${branch.id}`}
          optional={branch.weight === 0}
          className="min-h-8 justify-between gap-2 rounded-l-md bg-surface-2 pl-2.5"
        >
          <span className="shrink-0 text-[11px] font-medium text-muted tabular-nums">{branch.weight} %</span>
          <span className="line-clamp-2 py-1 text-right font-medium break-words">
            {branchName(branch, index)}
          </span>
        </PortRow>
      ))}
    </div>
  );
}
