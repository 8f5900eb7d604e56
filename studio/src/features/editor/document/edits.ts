/** Every change an author can make, as a value, and the pure function that applies it. */
import { current, isDraft, produce } from 'immer';
import type {
  EdgeId,
  FlowDoc,
  FlowNote,
  FlowRules,
  NodeId,
  NoteId,
  NoteLook,
  PortId,
  Position,
  VariableDefinition,
} from '../../../../../core/flow/document.ts';
import type { FlowNode } from '../../../../../core/flow/nodes/registry.ts';
import { renameVariable } from '../../../../../core/flow/variable-uses.ts';
import { portsOf } from './ports.ts';

export type Edit =
  | { kind: 'addNode'; id: NodeId; node: FlowNode }
  | { kind: 'setData'; id: NodeId; data: FlowNode['data'] }
  | { kind: 'moveNodes'; positions: Record<NodeId, Position> }
  | { kind: 'removeNodes'; ids: readonly NodeId[] }
  | { kind: 'connect'; id: EdgeId; from: NodeId; port: PortId; to: NodeId }
  | { kind: 'reconnect'; id: EdgeId; from: NodeId; port: PortId; to: NodeId }
  | { kind: 'removeEdges'; ids: readonly EdgeId[] }
  | { kind: 'setRules'; rules: FlowRules }
  /** Another document in place of this one: an older version that is to be edited again. */
  | { kind: 'replaceDoc'; doc: FlowDoc }
  | { kind: 'setVariable'; name: string; definition: VariableDefinition | null }
  /** In the list, in texts and in steps. Refused when another variable has the new name. */
  | { kind: 'renameVariable'; from: string; to: string }
  | { kind: 'addNote'; id: NoteId; note: FlowNote }
  | { kind: 'setNoteText'; id: NoteId; text: string }
  /** Size and colour; what it leaves out is as with a new note. */
  | { kind: 'setNoteLook'; id: NoteId; look: NoteLook }
  | { kind: 'moveNotes'; positions: Record<NoteId, Position> }
  | { kind: 'removeNotes'; ids: readonly NoteId[] }
  /** Several changes that are one step for undo. */
  | { kind: 'batch'; edits: readonly Edit[] };

/** The same document when the edit changes nothing or makes no sense (a stranger's id, an edge into a trigger). */
export function applyEdit(doc: FlowDoc, edit: Edit): FlowDoc {
  return produce(doc, (draft) => change(draft, edit));
}

/** Applies an edit to an immer draft. */
export function change(doc: FlowDoc, edit: Edit): void {
  switch (edit.kind) {
    case 'addNode':
      if (!(edit.id in doc.nodes)) doc.nodes[edit.id] = edit.node;
      return;
    case 'setData': {
      const node = doc.nodes[edit.id];
      if (!node) return;
      node.data = edit.data;
      dropEdgesOfMissingPorts(doc, edit.id);
      return;
    }
    case 'moveNodes':
      move(doc.nodes, edit.positions);
      return;
    case 'removeNodes':
      for (const id of edit.ids) delete doc.nodes[id];
      for (const [id, edge] of Object.entries(doc.edges)) {
        if (edit.ids.includes(edge.to) || edit.ids.includes(edge.from.node)) delete doc.edges[id];
      }
      return;
    case 'connect':
      if (!canConnect(doc, edit.from, edit.port, edit.to)) return;
      dropEdgesOfPort(doc, edit.from, edit.port);
      doc.edges[edit.id] = { from: { node: edit.from, port: edit.port }, to: edit.to };
      return;
    case 'reconnect': {
      const edge = doc.edges[edit.id];
      if (!edge || !canConnect(doc, edit.from, edit.port, edit.to)) return;
      if (edge.from.node !== edit.from || edge.from.port !== edit.port)
        dropEdgesOfPort(doc, edit.from, edit.port);
      doc.edges[edit.id] = { from: { node: edit.from, port: edit.port }, to: edit.to };
      return;
    }
    case 'removeEdges':
      for (const id of edit.ids) delete doc.edges[id];
      return;
    case 'setRules':
      doc.rules = edit.rules;
      return;
    case 'replaceDoc':
      Object.assign(doc, edit.doc);
      return;
    case 'setVariable':
      if (edit.definition === null) delete doc.variables[edit.name];
      else doc.variables[edit.name] = edit.definition;
      return;
    case 'renameVariable':
      rename(doc, edit.from, edit.to);
      return;
    case 'addNote':
      if (!(edit.id in doc.notes)) doc.notes[edit.id] = edit.note;
      return;
    case 'setNoteText': {
      const note = doc.notes[edit.id];
      if (note) note.text = edit.text;
      return;
    }
    case 'setNoteLook': {
      const note = doc.notes[edit.id];
      if (note) note.ui = { x: note.ui.x, y: note.ui.y, ...edit.look };
      return;
    }
    case 'moveNotes':
      move(doc.notes, edit.positions);
      return;
    case 'removeNotes':
      for (const id of edit.ids) delete doc.notes[id];
      return;
    case 'batch':
      for (const part of edit.edits) change(doc, part);
      return;
  }
}

/** A port leads to one step; nothing leads into a trigger or a rule. Loops are allowed: validation bounds them. */
export function canConnect(doc: FlowDoc, from: NodeId, port: PortId, to: NodeId): boolean {
  const source = doc.nodes[from];
  const target = doc.nodes[to];
  if (!source || !target || isEntry(target)) return false;
  return portsOf(source).some((one) => one.id === port);
}

/** Triggers and rules: what leads to them happens outside of the drawn lines. */
export function isEntry(node: FlowNode): boolean {
  return isEntryType(node.type);
}

export function isEntryType(type: string): boolean {
  return type.endsWith('-trigger') || type.endsWith('-rule');
}

/** To whole pixels; strangers among the ids are left out. */
function move(items: Record<string, { ui: Position }>, positions: Record<string, Position>): void {
  for (const [id, { x, y }] of Object.entries(positions)) {
    const ui = items[id]?.ui;
    if (!ui) continue;
    ui.x = Math.round(x);
    ui.y = Math.round(y);
  }
}

/** Takes over only the steps that change, so that undo keeps little and other cards aren't drawn anew. */
function rename(doc: FlowDoc, from: string, to: string): void {
  if (to in doc.variables || from === to) return;
  const before = isDraft(doc) ? current(doc) : doc;
  const after = renameVariable(before, from, to);
  for (const [id, node] of Object.entries(after.nodes)) if (node !== before.nodes[id]) doc.nodes[id] = node;
  if (from in before.variables) doc.variables = after.variables;
}

function dropEdgesOfPort(doc: FlowDoc, node: NodeId, port: PortId): void {
  for (const [id, edge] of Object.entries(doc.edges)) {
    if (edge.from.node === node && edge.from.port === port) delete doc.edges[id];
  }
}

/** A removed button takes its line with it. */
function dropEdgesOfMissingPorts(doc: FlowDoc, id: NodeId): void {
  const node = doc.nodes[id];
  if (!node) return;
  const ports = new Set(portsOf(node).map((port) => port.id));
  for (const [edgeId, edge] of Object.entries(doc.edges)) {
    if (edge.from.node === id && !ports.has(edge.from.port)) delete doc.edges[edgeId];
  }
}
