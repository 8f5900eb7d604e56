import { Plus, X } from 'lucide-react';
import { BaseEdge, EdgeLabelRenderer, getBezierPath, useReactFlow, type EdgeProps } from 'reactflow';
import { memo, useEffect, useRef, useState } from 'react';
import { useEditor, useEditorActions } from '../store/editor-store.ts';
import { backPath, laneBetween, type Box } from './back-path.ts';

/** Time to get from the line to its buttons. */
const LINGER_MS = 250;
/** Where numbers are shown: of the line that nearly nobody takes, and of the busiest one. */
const LINE_PX = 1.5;
const MAX_LINE_PX = 3;

/** A line between two steps. Near it, or when it is selected, it offers to put a step in or to go. */
export const FlowLine = memo(function FlowLine(props: EdgeProps) {
  const { id, source, target, sourceX, sourceY, targetX, targetY, selected } = props;
  const actions = useEditorActions();
  const { getNode } = useReactFlow();
  const mayEdit = useEditor((state) => state.mayEdit && state.mode === 'edit');
  const overlay = useEditor((state) => {
    if (state.numbers !== null) return id in state.numbers.edges ? 'none' : 'dimmed';
    return state.overlay === null ? 'none' : state.overlay.edges.has(id) ? 'walked' : 'dimmed';
  });
  const width = useEditor((state) => {
    const share = state.numbers?.edges[id];
    return share === undefined ? undefined : LINE_PX + share * (MAX_LINE_PX - LINE_PX);
  });
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
      ? backPath(props, laneBetween(boxOf(source, sourceY), boxOf(target, targetY)))
      : getBezierPath({ ...props, curvature: 0.3 });

  function boxOf(nodeId: string, y: number): Box {
    const node = getNode(nodeId);
    return node
      ? { top: node.position.y, bottom: node.position.y + (node.measured?.height ?? 160) }
      : { top: y, bottom: y };
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
          style={width === undefined ? {} : { strokeWidth: width }}
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
