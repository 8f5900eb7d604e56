import { describe, expect, it } from 'vitest';
import { parseFlow } from '../../../../../core/flow/parse.ts';
import { welcomeFlow } from '../../../../../core/flow/samples/welcome.ts';
import { semanticHash } from '../../../../../core/flow/hash.ts';
import { createEditorStore } from '../store/editor-store.ts';
import { applyEdit } from './edits.ts';
import {
  addNote,
  changedLook,
  colorOf,
  noteAriaLabel,
  noteCardId,
  noteOfCard,
  noteOrder,
  notesAlong,
  placeAbove,
  resized,
} from './notes.ts';

const empty = { ...welcomeFlow, notes: {} };
const openStore = (mayEdit = true) =>
  createEditorStore({ flowId: 'f', name: 'Flow', doc: empty, draftRev: 1, mayEdit });

describe('notes', () => {
  it('are added, written, moved and removed without a change to what the flow does', async () => {
    const { id, edit } = addNote(empty, { x: 10.4, y: 20 });
    const added = applyEdit(empty, edit);
    const written = applyEdit(added, { kind: 'setNoteText', id, text: 'Ask Maya' });
    const moved = applyEdit(written, {
      kind: 'moveNotes',
      positions: { [id]: { x: 1.6, y: 2 }, no: { x: 0, y: 0 } },
    });
    expect(moved.notes).toEqual({ [id]: { text: 'Ask Maya', ui: { x: 2, y: 2 } } });
    expect(parseFlow(JSON.parse(JSON.stringify(moved)))).toMatchObject({ ok: true });
    expect(await semanticHash(moved)).toBe(await semanticHash(empty));
    expect(applyEdit(moved, { kind: 'removeNotes', ids: [id] }).notes).toEqual({});
    expect(applyEdit(empty, { kind: 'setNoteText', id: 'nobody', text: 'x' })).toBe(empty);
  });

  it('do not lie on one another', () => {
    const first = applyEdit(empty, addNote(empty, { x: 0, y: 0 }).edit);
    const second = applyEdit(first, addNote(first, { x: 0, y: 0 }).edit);
    const places = Object.values(second.notes).map(({ ui }) => `${ui.x},${ui.y}`);
    expect(new Set(places).size).toBe(2);
  });

  it('have cards and names of their own', () => {
    expect(noteOfCard(noteCardId('greet'))).toBe('greet');
    expect(noteOfCard('greet')).toBeNull();
    expect(noteAriaLabel(' Ask\n Maya ')).toBe('Note: Ask Maya');
    expect(noteAriaLabel('')).toBe('Empty note');
    expect(noteAriaLabel('x'.repeat(300))).toHaveLength(127);
  });

  it('are read from left to right, and begin above the steps', () => {
    const at = (x: number, y: number) => ({ text: '', ui: { x, y } });
    expect(noteOrder({ ...empty, notes: { c: at(5, 0), a: at(0, 9), b: at(0, 1) } })).toEqual([
      'b',
      'a',
      'c',
    ]);
    const top = Math.min(...Object.values(empty.nodes).map(({ ui }) => ui.y));
    expect(placeAbove(empty).y).toBeLessThan(top);
    expect(placeAbove({ ...empty, nodes: {} })).toEqual({ x: 0, y: 0 });
  });

  it('go with the step they stand beside', () => {
    const { x, y } = empty.nodes.greet!.ui;
    const doc = { ...empty, notes: { n: { text: '', ui: { x: x + 5, y: y - 60 } } } };
    expect(notesAlong(doc, { greet: { x: x + 100, y: y + 10 } })).toEqual({ n: { x: x + 105, y: y - 50 } });
    expect(notesAlong(doc, {})).toEqual({});
  });
});

describe('the look of a note', () => {
  const plain = { ...empty, notes: { n: { text: 'Ask Maya', ui: { x: 1, y: 2 } } } };
  const noteIn = (doc: typeof empty) => (doc.notes as typeof plain.notes).n;

  it('is yellow and as high as its text until somebody says otherwise', async () => {
    expect(colorOf(noteIn(plain))).toBe('yellow');
    const look = changedLook(noteIn(plain), { color: 'blue', height: 300 });
    const blue = applyEdit(plain, { kind: 'setNoteLook', id: 'n', look });
    expect(blue.notes).toEqual({ n: { text: 'Ask Maya', ui: { x: 1, y: 2, color: 'blue', height: 300 } } });
    expect(parseFlow(blue)).toEqual({ ok: true, doc: blue });
    expect(await semanticHash(blue)).toBe(await semanticHash(empty));
    expect(changedLook(noteIn(blue), { height: undefined })).toEqual({ color: 'blue' });
  });

  it('takes place and size of a hand that pulls at it, in whole pixels, and keeps its colour', () => {
    const pink = applyEdit(plain, { kind: 'setNoteLook', id: 'n', look: { color: 'pink' } });
    const to = { x: -20.4, y: 2, width: 240.6, height: 96.2 };
    expect(noteIn(applyEdit(pink, resized('n', noteIn(pink), to))).ui).toEqual({
      x: -20,
      y: 2,
      width: 241,
      height: 96,
      color: 'pink',
    });
  });
});

describe('notes in the editor', () => {
  it('are selected with the caret in them, deleted with what is selected, and come back', () => {
    const store = openStore();
    const { addNote: add, removeSelected, undo, redo, dispatch, select } = store.getState();
    const notes = () => store.getState().history.doc.notes;
    const id = add({ x: 0, y: 0 })!;
    expect(store.getState()).toMatchObject({ selectedNotes: [id], selectedNodes: [], editedNote: id });
    dispatch({ kind: 'setNoteText', id, text: 'A' }, `note:${id}`);
    dispatch({ kind: 'setNoteText', id, text: 'Ab' }, `note:${id}`);
    undo();
    expect(notes()[id]?.text).toBe('');
    redo();
    expect(notes()[id]?.text).toBe('Ab');
    select(['confirm'], [], [id]);
    removeSelected();
    expect(store.getState()).toMatchObject({ selectedNotes: [], selectedNodes: [] });
    expect([id in notes(), 'confirm' in store.getState().history.doc.nodes]).toEqual([false, false]);
    undo();
    expect([id in notes(), 'confirm' in store.getState().history.doc.nodes]).toEqual([true, true]);
    undo();
    undo();
    expect(notes()).toEqual({});
  });

  it('are for readers to read only', () => {
    const store = openStore(false);
    expect(store.getState().addNote({ x: 0, y: 0 })).toBeNull();
    store.getState().editNote('n');
    expect(store.getState().editedNote).toBeNull();
  });
});
