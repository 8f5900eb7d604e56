/** Lines that lead back to the left go around the cards, where they can be followed. In px of the canvas. */
export interface Box {
  top: number;
  bottom: number;
}

interface Point {
  x: number;
  y: number;
}

const OUT_PX = 28;
const RADIUS_PX = 12;
/** Less room than this between two cards is none for a line. */
const MIN_GAP_PX = 24;

/** The height at which a line back crosses to the left: between the cards when there is room, else below both. */
export function laneBetween(source: Box, target: Box): number {
  if (target.top - source.bottom > MIN_GAP_PX) return (source.bottom + target.top) / 2;
  if (source.top - target.bottom > MIN_GAP_PX) return (target.bottom + source.top) / 2;
  return Math.max(source.bottom, target.bottom) + OUT_PX;
}

/** The path, and the point in the middle of its lane for buttons. */
export function backPath(
  {
    sourceX,
    sourceY,
    targetX,
    targetY,
  }: { sourceX: number; sourceY: number; targetX: number; targetY: number },
  laneY: number,
): [path: string, labelX: number, labelY: number] {
  const right = sourceX + OUT_PX;
  const left = targetX - OUT_PX;
  const path = roundedPath([
    { x: sourceX, y: sourceY },
    { x: right, y: sourceY },
    { x: right, y: laneY },
    { x: left, y: laneY },
    { x: left, y: targetY },
    { x: targetX, y: targetY },
  ]);
  return [path, (left + right) / 2, laneY];
}

/** Straight parts with round corners. */
export function roundedPath(points: readonly Point[]): string {
  return points
    .map((at, index) => {
      const before = points[index - 1];
      const after = points[index + 1];
      if (!before) return `M ${at.x},${at.y}`;
      if (!after) return `L ${at.x},${at.y}`;
      const enter = towards(at, before);
      const leave = towards(at, after);
      return `L ${enter.x},${enter.y} Q ${at.x},${at.y} ${leave.x},${leave.y}`;
    })
    .join(' ');
}

/** A corner's radius away, but never over the middle of a part: two corners share it. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const step = Math.min(RADIUS_PX, length / 2) / length;
  return { x: from.x + (to.x - from.x) * step, y: from.y + (to.y - from.y) * step };
}
