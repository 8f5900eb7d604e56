/** In place of a node type: a note is dragged. */
export const NOTE_DRAG = 'note';

/** Kind of the drag data that carries a node type from the palette to the canvas. */
export const DRAG_TYPE = 'application/x-parley-node';
