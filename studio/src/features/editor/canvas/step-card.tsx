import { CircleAlert, TriangleAlert } from 'lucide-react';
import { Handle, Position, useUpdateNodeInternals, type NodeProps } from 'reactflow';
import { memo, useEffect, useRef } from 'react';
import { nodeSummary, nodeTitle } from '../../../../../core/flow/summary.ts';
import { nodeTypeOf } from '../../../../../core/flow/nodes/registry.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { familyOf, portsOf } from '../document/ports.ts';
import { isEntry } from '../document/edits.ts';
import { families } from '../families.ts';
import { NodeIcon } from '../nodes/node-icon.tsx';
import { nodeUiOf } from '../nodes/registry.ts';
import { stepProblemText } from '../panels/step-problem.ts';
import { useEditor } from '../store/editor-store.ts';
import { PortRow } from './port-row.tsx';
import { StepCounts } from './step-counts.tsx';

/** One step on the canvas. It listens to its own node only, so that typing in one card leaves the others alone. */
export const StepCard = memo(function StepCard({ id, selected }: NodeProps) {
  const node = useEditor((state) => state.history.doc.nodes[id]);
  const problems = useEditor((state) => state.problemsByNode[id]);
  const visit = useEditor((state) => state.overlay?.visits[id]);
  const numbers = useEditor((state) => state.numbers?.nodes[id]);
  const isDimmed = useEditor(
    (state) =>
      (state.overlay !== null && !(id in state.overlay.visits)) ||
      (state.numbers !== null && !(id in state.numbers.nodes)),
  );
  const mark = useEditor((state) => state.marks[id]);
  const isCurrent = useEditor((state) => state.overlay?.currentNodeId === id);
  const ports = node ? portsOf(node) : [];
  const portIds = ports.map((port) => port.id).join('\n');
  const updateInternals = useUpdateNodeInternals();
  const measuredPorts = useRef(portIds);
  useEffect(() => {
    // Reordered ports can leave the card's size as it was, which is all that React Flow watches by itself.
    if (measuredPorts.current === portIds) return;
    measuredPorts.current = portIds;
    updateInternals(id);
  }, [id, portIds, updateInternals]);
  if (!node) return null;

  const family = families[familyOf(node)];
  const ui = nodeUiOf(node.type);
  const typeTitle = nodeTypeOf(node.type)?.manifest.title ?? node.type;
  const title = nodeTitle(node);
  const hasError = problems?.some((problem) => problem.severity === 'error');
  return (
    <div
      className={cn(
        'step-card relative w-[264px] rounded-xl border border-border bg-surface text-text shadow-card transition-[box-shadow,opacity]',
        selected && 'border-primary ring-2 ring-primary/50',
        !selected && hasError && 'border-danger/60',
        // Without colour instead of paler: the words stay readable.
        isDimmed && 'bg-bg shadow-none grayscale',
        visit && !selected && 'border-info/70',
        mark && !selected && 'border-warn ring-2 ring-warn/50',
        isCurrent && 'is-current border-info ring-2 ring-info/60',
      )}
    >
      <span aria-hidden className={cn('absolute inset-y-3 left-0 w-[3px] rounded-r-full', family.bar)} />
      {!isEntry(node) && <Handle type="target" position={Position.Left} className="step-target" />}
      <header className="flex items-center gap-2.5 py-2.5 pr-3 pl-3.5">
        <span className={cn('grid size-7 shrink-0 place-items-center rounded-md', family.chip)}>
          <NodeIcon type={node.type} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-[13px] leading-[17px] font-semibold">{title}</span>
          <span className={cn('block truncate text-[11px] leading-[14px] font-medium', family.text)}>
            {title === typeTitle || family.label === typeTitle
              ? family.label
              : `${family.label} · ${typeTitle}`}
          </span>
        </span>
        {mark && (
          <span className="rounded-full bg-warn-soft px-1.5 text-[11px] leading-5 font-semibold text-warn">
            {mark === 'new' ? 'Only here' : 'Differs'}
          </span>
        )}
        {visit && visit.numbers.length > 0 && (
          <span className="rounded-full bg-info px-1.5 text-[11px] leading-5 font-semibold text-white tabular-nums dark:text-[#0b0f14]">
            {visit.numbers.slice(0, 4).join(', ')}
            {visit.numbers.length > 4 && '…'}
          </span>
        )}
        {problems && problems.length > 0 && (
          <span
            title={problems.map((problem) => problem.message).join('\n')}
            className={cn(
              'flex items-center gap-0.5 text-xs font-semibold',
              hasError ? 'text-danger' : 'text-warn',
            )}
          >
            {hasError ? (
              <CircleAlert aria-hidden className="size-4" />
            ) : (
              <TriangleAlert aria-hidden className="size-4" />
            )}
            {problems.length > 1 && problems.length}
          </span>
        )}
      </header>
      {ui?.Card ? (
        <ui.Card data={node.data} />
      ) : (
        <p className="px-3.5 pb-2 text-[13px] leading-[18px] text-muted">{nodeSummary(node)}</p>
      )}
      {visit?.problem && (
        <p
          title={visit.problem}
          className="mx-3 mb-2 rounded-md bg-danger-soft px-2 py-1 text-xs text-danger"
        >
          Went wrong: {stepProblemText(visit.problem)}
        </p>
      )}
      {numbers && <StepCounts numbers={numbers} />}
      <div className="pb-1.5">
        {ports
          .filter((port) => !ui?.drawsPort?.(port.id))
          .map((port) => (
            <PortRow key={port.id} port={port.id} optional={port.optional}>
              <span className={cn('truncate', port.optional ? 'text-muted' : 'font-medium')}>
                {port.label}
              </span>
            </PortRow>
          ))}
      </div>
    </div>
  );
});
