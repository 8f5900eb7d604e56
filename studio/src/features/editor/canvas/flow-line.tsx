import { Plus, X } from 'lucide-react';
import { BaseEdge, EdgeLabelRenderer, getBezierPath, useReactFlow, type EdgeProps } from 'reactflow';
import { memo, useEffect, useRef, useState } from 'react';
import { useEditor, useEditorActions } from '../store/editor-store.ts';

/** Time to get from the line to its buttons. */
const LINGER_MS = 250;

/** A line between two steps. Near it, or when it is selected, it offers to put a step in or to go. */
export const FlowLine = memo(function FlowLine(props: EdgeProps) {
  const { id, source, target, sourceX, sourceY, targetX, targetY, selected } = props;
  const actions = useEditorActions();
  const { getNode } = useReactFlow();
  const mayEdit = useEditor((state) => state.mayEdit && state.mode === 'edit');
  const overlay = useEditor((state) =>
    state.overlay === null ? 'none' : state.overlay.edges.has(id) ? 'walked' : 'dimmed',
  );
  const [isNear, setNear] = useState(false);
  const linger = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(linger.current), []);

  function near(isInside: boolean) {
    clearTimeout(linger.current);
    if (isInside) setNear(true);
    else linger.current = setTimeout(() => setNear(false), LINGER_MS);
  }

  const [path, labelX, labelY] =
    source === target || targetX < sourceX - 40
      ? loopPath(props, bottomOf(source), bottomOf(target))
      : getBezierPath({ ...props, curvature: 0.3 });

  function bottomOf(nodeId: string): number {
    const node = getNode(nodeId);
    return node ? node.position.y + (node.measured?.height ?? 160) : Math.max(sourceY, targetY);
  }

  const isOffered = mayEdit && (isNear || selected);
  return (
    <>
      <g onMouseEnter={() => near(true)} onMouseLeave={() => near(false)}>
        <BaseEdge
          id={id}
          path={path}
          markerEnd={props.markerEnd}
          interactionWidth={22}
          className="flow-line"
          data-overlay={overlay}
        />
      </g>
      {isOffered && (
        <EdgeLabelRenderer>
          <div
            className="nodrag nopan pointer-events-auto absolute flex gap-1"
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            onMouseEnter={() => near(true)}
            onMouseLeave={() => near(false)}
          >
            <button
              type="button"
              aria-label="Put a step in here"
              title="Put a step in here"
              onClick={() => actions.openPicker({ kind: 'edge', edge: id })}
              className="grid size-6 place-items-center rounded-full border border-border bg-surface text-primary shadow-card hover:bg-primary hover:text-on-primary"
            >
              <Plus aria-hidden className="size-3.5" />
            </button>
            <button
              type="button"
              aria-label="Remove this connection"
              title="Remove this connection"
              onClick={() => actions.dispatch({ kind: 'removeEdges', ids: [id] })}
              className="grid size-6 place-items-center rounded-full border border-border bg-surface text-danger shadow-card hover:bg-danger hover:text-on-danger"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

/** A line back to the left goes around below both cards, where it can be followed. */
function loopPath(props: EdgeProps, sourceBottom: number, targetBottom: number): [string, number, number] {
  const { sourceX, sourceY, targetX, targetY } = props;
  const low = Math.max(sourceBottom, targetBottom) + 36;
  const out = 36;
  const radius = 16;
  const right = sourceX + out;
  const left = targetX - out;
  const path = [
    `M ${sourceX},${sourceY}`,
    `C ${right},${sourceY} ${right},${sourceY} ${right},${sourceY + radius}`,
    `L ${right},${low - radius}`,
    `Q ${right},${low} ${right - radius},${low}`,
    `L ${left + radius},${low}`,
    `Q ${left},${low} ${left},${low - radius}`,
    `L ${left},${targetY + radius}`,
    `C ${left},${targetY} ${left},${targetY} ${targetX},${targetY}`,
  ].join(' ');
  return [path, (left + right) / 2, low];
}
