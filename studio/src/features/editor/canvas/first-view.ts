/** Where a flow is opened: pure geometry, in px of the screen (`view`) and of the flow (everything else). */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const MARGIN_PX = 48;
/** Below the first the words on the cards are hard to read; above the second too little of a flow is in sight. */
const MIN_ZOOM = 0.75;
const MAX_ZOOM = 0.9;

/**
 * Shows a flow from its start: the trigger at the left and in the middle of the height. Where the whole flow has room
 * it is shown in full instead, even if the trigger then stands a little off.
 */
export function firstView(
  view: { width: number; height: number },
  flow: Box,
  start: Box,
): { x: number; y: number; zoom: number } {
  const fit = Math.min(
    (view.width - 2 * MARGIN_PX) / Math.max(1, flow.width),
    (view.height - 2 * MARGIN_PX) / Math.max(1, flow.height),
  );
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, fit));
  const left = MARGIN_PX - start.x * zoom;
  const middle = view.height / 2 - (start.y + start.height / 2) * zoom;
  return {
    x: keptInside(left, view.width, flow.x * zoom, flow.width * zoom),
    y: keptInside(middle, view.height, flow.y * zoom, flow.height * zoom),
    zoom,
  };
}

/** Moves `offset` as little as needed to have everything in sight; leaves it where there is no room for everything. */
function keptInside(offset: number, room: number, from: number, size: number): number {
  const least = MARGIN_PX - from;
  const most = room - MARGIN_PX - size - from;
  return most < least ? offset : Math.min(most, Math.max(least, offset));
}
