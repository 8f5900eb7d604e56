import { CircleAlert, Plus, Trash2, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import type { NodeId } from '../../../../../core/flow/document.ts';
import { nodeSummary, nodeTitle } from '../../../../../core/flow/summary.ts';
import { cn } from '../../../shared/lib/cn.ts';
import { Button } from '../../../shared/ui/button.tsx';
import { Select } from '../../../shared/ui/input.tsx';
import { EmptyState } from '../../../shared/ui/states.tsx';
import { freshId } from '../document/ids.ts';
import { isEntry } from '../document/edits.ts';
import { edgeOfPort, familyOf, portsOf, readingOrder, type Port } from '../document/ports.ts';
import { families } from '../families.ts';
import { NodeIcon } from '../nodes/node-icon.tsx';
import { OutlineNotes } from './outline-notes.tsx';
import { useEditor, useEditorActions, useEditorStore } from '../store/editor-store.ts';

/** The same flow as a list: for keyboards, screen readers and phones. Everything the canvas can do can be done here. */
export function Outline() {
  const doc = useEditor((state) => state.history.doc);
  const mayEdit = useEditor((state) => state.mayEdit);
  const actions = useEditorActions();
  const order = useMemo(() => readingOrder(doc), [doc]);
  const numbers = useMemo(() => new Map(order.map((id, index) => [id, index + 1])), [order]);
  const add = mayEdit && (
    <Button onClick={() => actions.openPicker({ kind: 'at', position: { x: 0, y: 0 } })}>
      <Plus aria-hidden /> Add a step
    </Button>
  );
  const hasNotes = Object.keys(doc.notes).length > 0;
  if (order.length === 0 && !hasNotes) {
    return (
      <EmptyState icon={Plus} title="This flow is empty" action={add}>
        Begin with what starts it, for example a keyword.
      </EmptyState>
    );
  }
  return (
    <div className="scroll-thin h-full overflow-y-auto p-4 sm:p-6">
      <ol aria-label="Steps" className="mx-auto max-w-3xl space-y-2.5">
        {order.map((id) => (
          <OutlineStep key={id} id={id} number={numbers.get(id) ?? 0} numbers={numbers} />
        ))}
      </ol>
      <div className="mx-auto mt-4 max-w-3xl">{add}</div>
      <OutlineNotes />
    </div>
  );
}

interface OutlineStepProps {
  id: NodeId;
  number: number;
  numbers: ReadonlyMap<NodeId, number>;
}

function OutlineStep({ id, number, numbers }: OutlineStepProps) {
  const node = useEditor((state) => state.history.doc.nodes[id]);
  const problems = useEditor((state) => state.problemsByNode[id]);
  const isSelected = useEditor((state) => state.selectedNodes.includes(id));
  const mayEdit = useEditor((state) => state.mayEdit);
  const actions = useEditorActions();
  if (!node) return null;
  const look = families[familyOf(node)];
  const hasError = problems?.some((problem) => problem.severity === 'error');
  return (
    <li
      className={cn(
        'rounded-xl border border-border bg-surface shadow-card',
        isSelected && 'border-primary ring-2 ring-primary/40',
      )}
    >
      <div className="flex items-start gap-2 p-3">
        <button
          type="button"
          aria-pressed={isSelected}
          onClick={() => actions.select([id])}
          className="flex min-w-0 flex-1 items-start gap-3 rounded-md text-left"
        >
          <span className={cn('grid size-8 shrink-0 place-items-center rounded-lg', look.chip)}>
            <NodeIcon type={node.type} />
          </span>
          <span className="min-w-0 flex-1">
            <span className="flex items-center gap-1.5 text-sm font-semibold">
              <span className="text-muted tabular-nums">{number}.</span>
              <span className="truncate">{nodeTitle(node)}</span>
              {problems && problems.length > 0 && (
                <span
                  className={cn('flex items-center gap-1 text-xs', hasError ? 'text-danger' : 'text-warn')}
                >
                  {hasError ? (
                    <CircleAlert aria-hidden className="size-4" />
                  ) : (
                    <TriangleAlert aria-hidden className="size-4" />
                  )}
                  {problems.length} problem{problems.length === 1 ? '' : 's'}
                </span>
              )}
            </span>
            <span className="line-clamp-2 block text-[13px] text-muted">{nodeSummary(node)}</span>
          </span>
        </button>
        {mayEdit && (
          <Button
            variant="ghost"
            size="iconXs"
            className="hover:text-danger"
            aria-label={`Delete step ${number}, ${nodeTitle(node)}`}
            onClick={() => actions.dispatch({ kind: 'removeNodes', ids: [id] })}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {portsOf(node).length > 0 && (
        <ul className="space-y-1.5 border-t border-border px-3 py-2.5">
          {portsOf(node).map((port) => (
            <OutlinePort key={port.id} id={id} port={port} numbers={numbers} />
          ))}
        </ul>
      )}
    </li>
  );
}

function OutlinePort({
  id,
  port,
  numbers,
}: {
  id: NodeId;
  port: Port;
  numbers: ReadonlyMap<NodeId, number>;
}) {
  const store = useEditorStore();
  const actions = useEditorActions();
  const doc = useEditor((state) => state.history.doc);
  const mayEdit = useEditor((state) => state.mayEdit);
  const edge = edgeOfPort(doc.edges, id, port.id);
  const target = edge ? (doc.edges[edge]?.to ?? '') : '';
  const isOpen = target === '' && !port.optional;

  function connect(to: string) {
    if (to === '') {
      if (edge) actions.dispatch({ kind: 'removeEdges', ids: [edge] });
      return;
    }
    const fresh = freshId('edge', store.getState().history.doc.edges);
    actions.dispatch({ kind: 'connect', id: edge ?? fresh, from: id, port: port.id, to });
  }

  return (
    <li className="flex items-center gap-2 text-[13px]">
      <span className={cn('w-2/5 min-w-0 truncate', port.optional && 'text-muted')}>{port.label}</span>
      <span aria-hidden className="text-muted">
        →
      </span>
      <Select
        aria-label={`${port.label} leads to`}
        value={target}
        disabled={!mayEdit}
        onChange={(event) => connect(event.target.value)}
        className={cn('h-8 min-w-0 flex-1 text-[13px]', isOpen && 'border-danger text-danger')}
      >
        <option value="">{port.optional ? 'Nothing (ends here)' : 'Not connected'}</option>
        {[...numbers].map(([nodeId, number]) => {
          const node = doc.nodes[nodeId];
          return node && !isEntry(node) ? (
            <option key={nodeId} value={nodeId}>
              {number}. {nodeTitle(node)}
            </option>
          ) : null;
        })}
      </Select>
      {mayEdit && target === '' && (
        <Button
          variant="ghost"
          size="iconXs"
          aria-label={`Add a step after ${port.label}`}
          onClick={() => actions.openPicker({ kind: 'port', node: id, port: port.id })}
        >
          <Plus aria-hidden />
        </Button>
      )}
    </li>
  );
}
