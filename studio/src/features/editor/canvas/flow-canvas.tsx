import 'reactflow/dist/base.css';
import './canvas.css';
import {
  applyNodeChanges,
  Background,
  MarkerType,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type Connection,
  type Edge,
  type EdgeChange,
  type Node,
  type NodeChange,
  type OnConnectEnd,
} from 'reactflow';
import { useCallback, useEffect, useMemo, useState, type DragEvent } from 'react';
import type { FlowDoc, NodeId, Position } from '../../../../../core/flow/document.ts';
import type { NodeTypeId } from '../../../../../core/flow/nodes/registry.ts';
import { canConnect } from '../document/edits.ts';
import { freshId } from '../document/ids.ts';
import { NODE_WIDTH_PX } from '../document/layout.ts';
import { familyOf, nodeAriaLabel, readingOrder } from '../document/ports.ts';
import { families } from '../families.ts';
import { DRAG_TYPE } from '../panels/palette-item.ts';
import { useEditor, useEditorActions, useEditorStore, type EditorState } from '../store/editor-store.ts';
import { CanvasControls } from './canvas-controls.tsx';
import { EmptyCanvas } from './empty-canvas.tsx';
import { FlowLine } from './flow-line.tsx';
import { StepCard } from './step-card.tsx';
import { useFirstView } from './use-first-view.ts';

/** `color` is for the minimap; everything else the card reads from the document. */
type StepNode = Node<{ color: string }>;

const nodeTypes = { step: StepCard };
const edgeTypes = { line: FlowLine };
/** From here on drawing only what is in sight is cheaper than drawing all; below, it costs more than it saves. */
const MANY_NODES = 120;

export function FlowCanvas() {
  const store = useEditorStore();
  const actions = useEditorActions();
  const doc = useEditor((state) => state.history.doc);
  const problemsByNode = useEditor((state) => state.problemsByNode);
  const selectedNodes = useEditor((state) => state.selectedNodes);
  const selectedEdges = useEditor((state) => state.selectedEdges);
  const canEdit = useEditor((state) => state.mayEdit && state.mode === 'edit');
  const [hasMiniMap, setMiniMap] = useState(false);
  const { screenToFlowPosition } = useReactFlow();

  // React Flow's own state: what it measures and drags. The document only takes the end of a gesture.
  const [nodes, setNodes] = useState<StepNode[]>(() => canvasNodes(doc, problemsByNode, [], []));
  const [drawn, setDrawn] = useState({ doc, problemsByNode, selectedNodes });
  if (drawn.doc !== doc || drawn.problemsByNode !== problemsByNode || drawn.selectedNodes !== selectedNodes) {
    setDrawn({ doc, problemsByNode, selectedNodes });
    setNodes((before) => canvasNodes(doc, problemsByNode, selectedNodes, before));
  }
  const edges = useMemo(() => canvasEdges(doc, selectedEdges), [doc, selectedEdges]);
  useFirstView();
  useReveal();

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      setNodes((before) => applyNodeChanges(changes, before));
      const moved: Record<NodeId, Position> = {};
      let selection: Set<NodeId> | null = null;
      for (const change of changes) {
        // Dragging ends with `dragging: false`; moves by the arrow keys never were dragging.
        if (change.type === 'position' && !change.dragging && change.position)
          moved[change.id] = change.position;
        if (change.type === 'select') {
          selection ??= new Set(store.getState().selectedNodes);
          if (change.selected) selection.add(change.id);
          else selection.delete(change.id);
        }
      }
      if (Object.keys(moved).length > 0) actions.dispatch({ kind: 'moveNodes', positions: moved }, 'move');
      if (selection) actions.select([...selection], store.getState().selectedEdges);
    },
    [actions, store],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange[]) => {
      const selection = new Set(store.getState().selectedEdges);
      for (const change of changes) {
        if (change.type !== 'select') continue;
        if (change.selected) selection.add(change.id);
        else selection.delete(change.id);
      }
      actions.select(store.getState().selectedNodes, [...selection]);
    },
    [actions, store],
  );

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      if (!sourceHandle) return;
      const id = freshId('edge', store.getState().history.doc.edges);
      actions.dispatch({ kind: 'connect', id, from: source, port: sourceHandle, to: target });
    },
    [actions, store],
  );

  const onReconnect = useCallback(
    (edge: Edge, { source, sourceHandle, target }: Connection) => {
      if (sourceHandle)
        actions.dispatch({ kind: 'reconnect', id: edge.id, from: source, port: sourceHandle, to: target });
    },
    [actions],
  );

  // A line let go over nothing asks what should come there.
  const onConnectEnd = useCallback<OnConnectEnd>(
    (event, { fromNode, fromHandle, toNode, isValid }) => {
      if (isValid || toNode || !fromNode || fromHandle?.type !== 'source' || !fromHandle.id) return;
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      if (!point) return;
      const position = screenToFlowPosition({ x: point.clientX, y: point.clientY });
      actions.openPicker({
        kind: 'port',
        node: fromNode.id,
        port: fromHandle.id,
        position: { x: position.x, y: position.y - 26 },
      });
    },
    [actions, screenToFlowPosition],
  );

  function onDrop(event: DragEvent) {
    const type = event.dataTransfer.getData(DRAG_TYPE) as NodeTypeId | '';
    if (!type) return;
    event.preventDefault();
    const position = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    actions.addStep(type, {
      kind: 'at',
      position: { x: position.x - NODE_WIDTH_PX / 2, y: position.y - 26 },
    });
  }

  return (
    <div
      className="flow-canvas relative h-full min-w-0"
      onDrop={onDrop}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(DRAG_TYPE)) event.preventDefault();
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onReconnect={canEdit ? onReconnect : undefined}
        isValidConnection={({ source, sourceHandle, target }) =>
          Boolean(sourceHandle) &&
          canConnect(store.getState().history.doc, source, sourceHandle ?? '', target)
        }
        nodesDraggable={canEdit}
        nodesConnectable={canEdit}
        edgesReconnectable={canEdit}
        deleteKeyCode={null}
        selectionMode={SelectionMode.Partial}
        onlyRenderVisibleElements={nodes.length > MANY_NODES}
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={0.15}
        maxZoom={1.75}
        connectionRadius={36}
        ariaLabelConfig={{
          'node.a11yDescription.default':
            'Press Enter to select the step and open its settings. With the arrow keys you move it, with Delete you remove it.',
          'edge.a11yDescription.default': 'Press Enter to select the connection, Delete to remove it.',
        }}
      >
        <Background gap={20} size={1.4} color="var(--dot)" />
        {hasMiniMap && (
          <MiniMap<StepNode>
            pannable
            zoomable
            position="bottom-right"
            ariaLabel="Overview of the flow"
            style={{ width: 168, height: 104 }}
            nodeBorderRadius={24}
            nodeColor={(node) => node.data.color}
          />
        )}
        {nodes.length === 0 && canEdit && <EmptyCanvas />}
        <CanvasControls hasMiniMap={hasMiniMap} onMiniMap={() => setMiniMap((has) => !has)} />
      </ReactFlow>
    </div>
  );
}

/** Nodes for React Flow; an unchanged one stays the same object, so that its card isn't drawn anew. */
function canvasNodes(
  doc: FlowDoc,
  problems: EditorState['problemsByNode'],
  selected: readonly NodeId[],
  before: readonly StepNode[],
): StepNode[] {
  const old = new Map(before.map((node) => [node.id, node]));
  return readingOrder(doc).flatMap((id, index) => {
    const node = doc.nodes[id];
    if (!node) return [];
    const known = old.get(id);
    const ariaLabel = nodeAriaLabel(doc, id, index + 1, problems[id]?.length ?? 0);
    const isSelected = selected.includes(id);
    const isSame =
      known &&
      known.ariaLabel === ariaLabel &&
      Boolean(known.selected) === isSelected &&
      (known.dragging || (known.position.x === node.ui.x && known.position.y === node.ui.y));
    if (isSame) return [known];
    return [
      {
        ...known,
        id,
        type: 'step',
        data: { color: families[familyOf(node)].color },
        position: known?.dragging ? known.position : { x: node.ui.x, y: node.ui.y },
        selected: isSelected,
        ariaLabel,
      },
    ];
  });
}

const marker = { type: MarkerType.ArrowClosed, width: 16, height: 16, color: 'var(--border-strong)' };

function canvasEdges(doc: FlowDoc, selected: readonly string[]): Edge[] {
  return Object.entries(doc.edges)
    .filter(([, edge]) => edge.from.node in doc.nodes && edge.to in doc.nodes)
    .map(([id, edge]) => ({
      id,
      type: 'line',
      source: edge.from.node,
      sourceHandle: edge.from.port,
      target: edge.to,
      selected: selected.includes(id),
      markerEnd: marker,
    }));
}

/** Brings a step into sight when something asked for it. */
function useReveal() {
  const reveal = useEditor((state) => state.reveal);
  const { fitView, getZoom } = useReactFlow();
  useEffect(() => {
    if (!reveal) return;
    // The card has to be on the canvas before it can be brought into sight.
    const frame = requestAnimationFrame(() => {
      const zoom = Math.max(0.6, Math.min(1, getZoom()));
      void fitView({ nodes: [{ id: reveal.nodeId }], duration: 250, minZoom: zoom, maxZoom: zoom });
    });
    return () => cancelAnimationFrame(frame);
  }, [reveal, fitView, getZoom]);
}
