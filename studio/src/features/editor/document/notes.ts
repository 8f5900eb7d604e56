/** Sticky notes: where new ones go, what they are called, and their ids among the cards of the canvas. */
import {
  noteColors,
  type FlowDoc,
  type FlowNote,
  type NodeId,
  type NoteColor,
  type NoteId,
  type NoteLook,
  type Position,
} from '../../../../../core/flow/document.ts';
import type { Edit } from './edits.ts';
import { freshId } from './ids.ts';
import { freePlace } from './insert.ts';

export const NOTE_WIDTH_PX = 220;
const NEW_HEIGHT_PX = 96;
const ASIDE_PX = 24;

/** Ids of nodes hold no colon, so a note never has the id of a step's card. */
const PREFIX = 'note:';

export function noteCardId(id: NoteId): string {
  return PREFIX + id;
}

/** The note of a card; null for the card of a step. */
export function noteOfCard(cardId: string): NoteId | null {
  return cardId.startsWith(PREFIX) ? cardId.slice(PREFIX.length) : null;
}

export function addNote(doc: FlowDoc, wanted: Position): { id: NoteId; edit: Edit } {
  const id = freshId('note', doc.notes);
  const place = freePlace(doc, wanted);
  let [x, y] = [Math.round(place.x), Math.round(place.y)];
  // A pile of notes on one spot would look like a single one.
  const isTaken = () => Object.values(doc.notes).some(({ ui }) => ui.x === x && ui.y === y);
  while (isTaken()) [x, y] = [x + ASIDE_PX, y + ASIDE_PX];
  return { id, edit: { kind: 'addNote', id, note: { text: '', ui: { x, y } } } };
}

/** Above the top left step: for a note that is written where no canvas is in sight. */
export function placeAbove(doc: FlowDoc): Position {
  const steps = Object.values(doc.nodes);
  if (steps.length === 0) return { x: 0, y: 0 };
  return {
    x: Math.min(...steps.map(({ ui }) => ui.x)),
    y: Math.min(...steps.map(({ ui }) => ui.y)) - NEW_HEIGHT_PX - ASIDE_PX,
  };
}

export function colorOf({ ui }: FlowNote): NoteColor {
  return ui.color ?? noteColors[0];
}

/** Where a note was dragged to and made larger, in whole pixels, as one step for undo. */
export function resized(id: NoteId, note: FlowNote, to: Position & { width: number; height: number }): Edit {
  const { color } = note.ui;
  const size = { width: Math.round(to.width), height: Math.round(to.height) };
  return {
    kind: 'batch',
    edits: [
      { kind: 'moveNotes', positions: { [id]: { x: to.x, y: to.y } } },
      { kind: 'setNoteLook', id, look: { ...size, ...(color && { color }) } },
    ],
  };
}

/** The look of a note with one thing changed; undefined makes it that of a new note. */
export function changedLook({ ui }: FlowNote, part: NoteLook): NoteLook {
  const { x: _x, y: _y, ...look } = { ...ui, ...part };
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined));
}

/** Notes as a reader meets them: from left to right, then from top to bottom. */
export function noteOrder(doc: FlowDoc): NoteId[] {
  return Object.entries(doc.notes)
    .sort(([left, { ui: a }], [right, { ui: b }]) => a.x - b.x || a.y - b.y || (left < right ? -1 : 1))
    .map(([id]) => id);
}

const MAX_SPOKEN_LENGTH = 120;

/** "Note: ask Maya about the price". */
export function noteAriaLabel(text: string): string {
  const words = text.trim().replace(/\s+/gu, ' ');
  if (words === '') return 'Empty note';
  return `Note: ${words.length > MAX_SPOKEN_LENGTH ? `${words.slice(0, MAX_SPOKEN_LENGTH)}…` : words}`;
}

/** When steps are moved, each note goes with the step that it stands nearest to. */
export function notesAlong(
  doc: FlowDoc,
  moved: Readonly<Record<NodeId, Position>>,
): Record<NoteId, Position> {
  const positions: Record<NoteId, Position> = {};
  for (const [id, { ui }] of Object.entries(doc.notes)) {
    const [near] = Object.entries(doc.nodes).sort(
      ([, a], [, b]) => Math.hypot(a.ui.x - ui.x, a.ui.y - ui.y) - Math.hypot(b.ui.x - ui.x, b.ui.y - ui.y),
    );
    const to = near && moved[near[0]];
    if (to) positions[id] = { x: ui.x + to.x - near[1].ui.x, y: ui.y + to.y - near[1].ui.y };
  }
  return positions;
}
