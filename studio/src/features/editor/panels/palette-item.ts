/** Kind of the drag data that carries a node type from the palette to the canvas. */
export const DRAG_TYPE = 'application/x-parley-node';
