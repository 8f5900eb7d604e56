/** The document as what React Flow draws: cards of steps and notes, and the lines between steps. */
import { MarkerType, type Edge, type Node } from 'reactflow';
import type { FlowDoc, Position } from '../../../../../core/flow/document.ts';
import { colorOf, NOTE_WIDTH_PX, noteAriaLabel, noteCardId, noteOrder } from '../document/notes.ts';
import { familyOf, nodeAriaLabel, readingOrder } from '../document/ports.ts';
import { families } from '../families.ts';
import type { EditorState } from '../store/editor-store.ts';

/** `color` is for the minimap; everything else the card reads from the document. */
export type Card = Node<{ color: string }, 'step' | 'note'>;

type Shown = Pick<EditorState, 'problemsByNode' | 'selectedNodes' | 'selectedNotes'> & { doc: FlowDoc };

/** Steps in the order of reading, then notes. An unchanged card stays the same object, so that it isn't drawn anew. */
export function canvasCards(shown: Shown, before: readonly Card[]): Card[] {
  const { doc, problemsByNode, selectedNodes, selectedNotes } = shown;
  const old = new Map(before.map((card) => [card.id, card]));
  const steps = readingOrder(doc).flatMap((id, index) => {
    const node = doc.nodes[id];
    if (!node) return [];
    return cardFor(old.get(id), {
      id,
      type: 'step',
      color: families[familyOf(node)].color,
      ui: node.ui,
      isSelected: selectedNodes.includes(id),
      ariaLabel: nodeAriaLabel(doc, id, index + 1, problemsByNode[id]?.length ?? 0),
    });
  });
  const notes = noteOrder(doc).flatMap((id) => {
    const note = doc.notes[id];
    if (!note) return [];
    const cardId = noteCardId(id);
    return cardFor(old.get(cardId), {
      id: cardId,
      type: 'note',
      color: 'var(--note-border)',
      className: `note-${colorOf(note)}`,
      ui: note.ui,
      width: note.ui.width ?? NOTE_WIDTH_PX,
      height: note.ui.height,
      isSelected: selectedNotes.includes(id),
      ariaLabel: noteAriaLabel(note.text),
    });
  });
  return [...steps, ...notes];
}

interface CardLook {
  id: string;
  type: 'step' | 'note';
  color: string;
  className?: string;
  ui: Position;
  /** Absent: as large as what it shows. */
  width?: number;
  height?: number;
  isSelected: boolean;
  ariaLabel: string;
}

function cardFor(known: Card | undefined, look: CardLook): Card {
  const { id, type, color, className, ui, width, height, isSelected, ariaLabel } = look;
  // What a hand is moving or pulling is ahead of the document.
  const isHeld = Boolean(known?.dragging || known?.resizing);
  const isSame =
    known &&
    known.ariaLabel === ariaLabel &&
    known.className === className &&
    Boolean(known.selected) === isSelected &&
    (isHeld || (known.position.x === ui.x && known.position.y === ui.y)) &&
    (isHeld || (known.width === width && known.height === height));
  if (isSame) return known;
  return {
    ...known,
    id,
    type,
    className,
    data: { color },
    position: known && isHeld ? known.position : { x: ui.x, y: ui.y },
    ...(!isHeld && { width, height }),
    selected: isSelected,
    ariaLabel,
    // A note lies under lines and steps, so that it can be the ground of a group of them.
    ...(type === 'note' && { zIndex: -1 }),
  };
}

const marker = { type: MarkerType.ArrowClosed, width: 16, height: 16, color: 'var(--border-strong)' };

export function canvasEdges(doc: FlowDoc, selected: readonly string[]): Edge[] {
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
