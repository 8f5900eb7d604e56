import 'reactflow/dist/base.css';
import './canvas.css';
import {
  applyNodeChanges,
  Background,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type Connection,
  type Edge,
  type EdgeChange,
  type NodeChange,
  type OnConnectEnd,
} from 'reactflow';
import { useCallback, useEffect, useMemo, useState, type DragEvent, type KeyboardEvent } from 'react';
import type { NodeId, NoteId, Position } from '../../../../../core/flow/document.ts';
import type { NodeTypeId } from '../../../../../core/flow/nodes/registry.ts';
import { canConnect } from '../document/edits.ts';
import { freshId } from '../document/ids.ts';
import { NODE_WIDTH_PX } from '../document/layout.ts';
import { NOTE_WIDTH_PX, noteOfCard } from '../document/notes.ts';
import { DRAG_TYPE, NOTE_DRAG } from '../panels/palette-item.ts';
import { useEditor, useEditorActions, useEditorStore } from '../store/editor-store.ts';
import { CanvasControls } from './canvas-controls.tsx';
import { canvasCards, canvasEdges, type Card } from './cards.ts';
import { EmptyCanvas } from './empty-canvas.tsx';
import { FlowLine } from './flow-line.tsx';
import { StepCard } from './step-card.tsx';
import { StickyNote } from './sticky-note.tsx';
import { useFirstView } from './use-first-view.ts';

const nodeTypes = { step: StepCard, note: StickyNote };
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
  const selectedNotes = useEditor((state) => state.selectedNotes);
  const canEdit = useEditor((state) => state.mayEdit && state.mode === 'edit');
  const [hasMiniMap, setMiniMap] = useState(false);
  const { screenToFlowPosition } = useReactFlow();

  // React Flow's own state: what it measures and drags. The document only takes the end of a gesture.
  const shown = { doc, problemsByNode, selectedNodes, selectedNotes };
  const [nodes, setNodes] = useState<Card[]>(() => canvasCards(shown, []));
  const [drawn, setDrawn] = useState(shown);
  if (
    drawn.doc !== doc ||
    drawn.problemsByNode !== problemsByNode ||
    drawn.selectedNodes !== selectedNodes ||
    drawn.selectedNotes !== selectedNotes
  ) {
    setDrawn(shown);
    setNodes((before) => canvasCards(shown, before));
  }
  const edges = useMemo(() => canvasEdges(doc, selectedEdges), [doc, selectedEdges]);
  useFirstView();
  useReveal();

  const onNodesChange = useCallback(
    (changes: NodeChange<Card>[]) => {
      setNodes((before) => applyNodeChanges(changes, before));
      const moved = { nodes: {} as Record<NodeId, Position>, notes: {} as Record<NoteId, Position> };
      const { selectedNodes: nodesBefore, selectedNotes: notesBefore } = store.getState();
      const selection = { nodes: new Set(nodesBefore), notes: new Set(notesBefore) };
      // A note that is pulled larger to the left moves too; what comes of it is written at the end, by the note.
      const pulled = new Set(
        changes.flatMap((one) => (one.type === 'dimensions' && one.resizing ? [one.id] : [])),
      );
      for (const change of changes) {
        if (change.type !== 'position' && change.type !== 'select') continue;
        const note = noteOfCard(change.id);
        const [kind, id] = note === null ? (['nodes', change.id] as const) : (['notes', note] as const);
        if (change.type === 'select') {
          if (change.selected) selection[kind].add(id);
          else selection[kind].delete(id);
        } else if (!change.dragging && change.position && !pulled.has(change.id)) {
          // Dragging ends with `dragging: false`; moves by the arrow keys never were dragging.
          moved[kind][id] = change.position;
        }
      }
      actions.dispatch(
        {
          kind: 'batch',
          edits: [
            { kind: 'moveNodes', positions: moved.nodes },
            { kind: 'moveNotes', positions: moved.notes },
          ],
        },
        'move',
      );
      if (changes.some(({ type }) => type === 'select'))
        actions.select([...selection.nodes], store.getState().selectedEdges, [...selection.notes]);
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
      const { selectedNodes: nodesBefore, selectedNotes: notesBefore } = store.getState();
      actions.select(nodesBefore, [...selection], notesBefore);
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
    const type = event.dataTransfer.getData(DRAG_TYPE) as NodeTypeId | typeof NOTE_DRAG | '';
    if (!type) return;
    event.preventDefault();
    const position = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    if (type === NOTE_DRAG) {
      actions.addNote({ x: position.x - NOTE_WIDTH_PX / 2, y: position.y - 26 });
      return;
    }
    actions.addStep(type, {
      kind: 'at',
      position: { x: position.x - NODE_WIDTH_PX / 2, y: position.y - 26 },
    });
  }

  /** Enter selects a card first, as React Flow has it; once more puts the caret into a note. */
  function onEnter(event: KeyboardEvent) {
    const card = (event.target as HTMLElement).closest<HTMLElement>('.react-flow__node');
    const note = noteOfCard(card?.dataset['id'] ?? '');
    if (event.key !== 'Enter' || event.target !== card || note === null || !canEdit) return;
    if (!store.getState().selectedNotes.includes(note)) return;
    event.preventDefault();
    actions.editNote(note);
  }

  return (
    <div
      className="flow-canvas relative h-full min-w-0"
      onDrop={onDrop}
      onKeyDownCapture={onEnter}
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
            'Press Enter to select it and open its settings. With the arrow keys you move it, with Delete you remove it.',
          'edge.a11yDescription.default': 'Press Enter to select the connection, Delete to remove it.',
        }}
      >
        <Background gap={20} size={1.4} color="var(--dot)" />
        {hasMiniMap && (
          <MiniMap<Card>
            pannable
            zoomable
            position="bottom-right"
            ariaLabel="Overview of the flow"
            style={{ width: 168, height: 104 }}
            nodeBorderRadius={24}
            nodeColor={(node) => node.data.color}
            nodeClassName={(node) => node.className ?? ''}
          />
        )}
        {nodes.length === 0 && canEdit && <EmptyCanvas />}
        <CanvasControls hasMiniMap={hasMiniMap} onMiniMap={() => setMiniMap((has) => !has)} />
      </ReactFlow>
    </div>
  );
}

/** Brings a card into sight when something asked for it. */
function useReveal() {
  const reveal = useEditor((state) => state.reveal);
  const { fitView, getZoom } = useReactFlow();
  useEffect(() => {
    if (!reveal) return;
    // The card has to be on the canvas before it can be brought into sight.
    const frame = requestAnimationFrame(() => {
      const zoom = Math.max(0.6, Math.min(1, getZoom()));
      void fitView({ nodes: [{ id: reveal.cardId }], duration: 250, minZoom: zoom, maxZoom: zoom });
    });
    return () => cancelAnimationFrame(frame);
  }, [reveal, fitView, getZoom]);
}
