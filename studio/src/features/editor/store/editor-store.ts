/** The state of one open flow. Everything below the editor page reads it by narrow selectors. */
import { createContext, useContext } from 'react';
import { createStore, useStore, type StoreApi } from 'zustand';
import type { EdgeId, FlowDoc, NodeId, NoteId, PortId, Position } from '../../../../../core/flow/document.ts';
import type { NodeTypeId } from '../../../../../core/flow/nodes/registry.ts';
import type { Problem } from '../../../../../core/flow/validate.ts';
import type { Edit } from '../document/edits.ts';
import { commit, redo, startHistory, undo, type History } from '../document/history.ts';
import type { SaveView } from '../../../shared/lib/autosave.ts';
import { addStep, type Anchor } from '../document/insert.ts';
import { addNote, noteCardId } from '../document/notes.ts';
import type { RunOverlay } from '../document/run-overlay.ts';
import type { StepNumbers } from '../document/step-numbers.ts';

export type EditorMode = 'edit' | 'runs' | 'numbers';
export type EditorView = 'canvas' | 'outline';
/** How a step of a version differs from the document it is compared with. */
export type Mark = 'new' | 'changed';

export interface EditorState extends SaveView {
  flowId: string;
  name: string;
  history: History;
  /** Revision of the draft that the server holds and what it holds. */
  draftRev: number;
  savedDoc: FlowDoc;
  savedName: string;
  mayEdit: boolean;
  selectedNodes: readonly NodeId[];
  selectedEdges: readonly EdgeId[];
  selectedNotes: readonly NoteId[];
  /** The note whose text has the caret on the canvas. */
  editedNote: NoteId | null;
  problems: readonly Problem[];
  problemsByNode: Readonly<Record<NodeId, readonly Problem[]>>;
  mode: EditorMode;
  view: EditorView;
  overlay: RunOverlay | null;
  numbers: StepNumbers | null;
  /** The place a new step is being picked for; null: the picker is closed. */
  picker: Anchor | null;
  drawer: 'problems' | 'versions' | null;
  /** The published version that is shown, read-only, in place of the draft. */
  viewedVersion: number | null;
  marks: Readonly<Record<NodeId, Mark>>;
  /** A wish to the canvas to show a card, by its id there; the number makes the same wish twice two wishes. */
  reveal: { cardId: string; wish: number } | null;
}

export interface EditorActions {
  dispatch: (edit: Edit, group?: string) => void;
  rename: (name: string) => void;
  undo: () => void;
  redo: () => void;
  addStep: (type: NodeTypeId, anchor: Anchor) => NodeId | null;
  /** Puts an empty note there, with the caret in it. */
  addNote: (position: Position) => NoteId | null;
  editNote: (noteId: NoteId | null) => void;
  select: (nodes: readonly NodeId[], edges?: readonly EdgeId[], notes?: readonly NoteId[]) => void;
  showNode: (nodeId: NodeId) => void;
  showNote: (noteId: NoteId) => void;
  removeSelected: () => void;
  openPicker: (anchor: Anchor | null) => void;
}

export type EditorStore = StoreApi<EditorState & EditorActions>;

export interface EditorStart {
  flowId: string;
  name: string;
  doc: FlowDoc;
  draftRev: number;
  mayEdit: boolean;
}

export function createEditorStore(start: EditorStart): EditorStore {
  return createStore((set, get) => ({
    flowId: start.flowId,
    name: start.name,
    history: startHistory(start.doc),
    draftRev: start.draftRev,
    savedDoc: start.doc,
    savedName: start.name,
    saveStatus: 'saved',
    savedAt: null,
    saveError: null,
    mayEdit: start.mayEdit,
    selectedNodes: [],
    selectedEdges: [],
    selectedNotes: [],
    editedNote: null,
    problems: [],
    problemsByNode: {},
    mode: 'edit',
    view: 'canvas',
    overlay: null,
    numbers: null,
    picker: null,
    drawer: null,
    viewedVersion: null,
    marks: {},
    reveal: null,

    dispatch(edit, group) {
      const { history, mayEdit } = get();
      if (!mayEdit) return;
      const next = commit(history, edit, group ?? null, Date.now());
      if (next !== history) set({ history: next, ...existing(get(), next.doc) });
    },
    rename(name) {
      if (get().mayEdit) set({ name });
    },
    undo() {
      const history = undo(get().history);
      set({ history, ...existing(get(), history.doc) });
    },
    redo() {
      const history = redo(get().history);
      set({ history, ...existing(get(), history.doc) });
    },
    addStep(type, anchor) {
      if (!get().mayEdit) return null;
      const { id, edit } = addStep(get().history.doc, type, anchor);
      get().dispatch(edit);
      get().select([id]);
      set((state) => ({ picker: null, reveal: wishFor(id, state) }));
      return id;
    },
    addNote(position) {
      if (!get().mayEdit) return null;
      const { id, edit } = addNote(get().history.doc, position);
      get().dispatch(edit);
      get().select([], [], [id]);
      set({ picker: null, editedNote: id });
      return id;
    },
    editNote(noteId) {
      if (get().mayEdit || noteId === null) set({ editedNote: noteId });
    },
    select(nodes, edges = [], notes = []) {
      const { selectedNodes, selectedEdges, selectedNotes } = get();
      if (sameIds(nodes, selectedNodes) && sameIds(edges, selectedEdges) && sameIds(notes, selectedNotes))
        return;
      set({ selectedNodes: nodes, selectedEdges: edges, selectedNotes: notes });
    },
    showNode(nodeId) {
      if (!(nodeId in get().history.doc.nodes)) return;
      get().select([nodeId]);
      set((state) => ({ reveal: wishFor(nodeId, state) }));
    },
    showNote(noteId) {
      if (!(noteId in get().history.doc.notes)) return;
      get().select([], [], [noteId]);
      set((state) => ({ reveal: wishFor(noteCardId(noteId), state) }));
    },
    removeSelected() {
      const { selectedNodes, selectedEdges, selectedNotes, dispatch } = get();
      if (selectedNodes.length + selectedEdges.length + selectedNotes.length === 0) return;
      dispatch({
        kind: 'batch',
        edits: [
          { kind: 'removeEdges', ids: selectedEdges },
          { kind: 'removeNodes', ids: selectedNodes },
          { kind: 'removeNotes', ids: selectedNotes },
        ],
      });
    },
    openPicker(anchor) {
      if (get().mayEdit || anchor === null) set({ picker: anchor });
    },
  }));
}

/** Keeps of the selection, and of the note being written, what is still there. */
function existing(
  state: EditorState,
  doc: FlowDoc,
): Pick<EditorState, 'selectedNodes' | 'selectedEdges' | 'selectedNotes' | 'editedNote'> {
  return {
    selectedNodes: thoseIn(doc.nodes, state.selectedNodes),
    selectedEdges: thoseIn(doc.edges, state.selectedEdges),
    selectedNotes: thoseIn(doc.notes, state.selectedNotes),
    editedNote: state.editedNote !== null && state.editedNote in doc.notes ? state.editedNote : null,
  };
}

/** The same list when all of them are there. */
function thoseIn(items: Readonly<Record<string, unknown>>, ids: readonly string[]): readonly string[] {
  return ids.every((id) => id in items) ? ids : ids.filter((id) => id in items);
}

function wishFor(cardId: string, { reveal }: EditorState): EditorState['reveal'] {
  return { cardId, wish: (reveal?.wish ?? 0) + 1 };
}

function sameIds(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id) => right.includes(id));
}

export const EditorContext = createContext<EditorStore | null>(null);

export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (!store) throw new Error('useEditor is used outside the editor page.');
  return store;
}

export function useEditor<Slice>(select: (state: EditorState & EditorActions) => Slice): Slice {
  return useStore(useEditorStore(), select);
}

/** Stable functions, so reading them never renders anew. */
export function useEditorActions(): EditorActions {
  return useEditorStore().getState();
}

export type { PortId, Position };
