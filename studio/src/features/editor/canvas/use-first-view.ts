import { useEffect, useRef } from 'react';
import { useNodesInitialized, useReactFlow, useStoreApi } from 'reactflow';

const MARGIN_PX = 48;
/** Below this the words on the cards can't be read. */
const READABLE_ZOOM = 0.55;

/** Opens a flow in full where it can be read, else at its beginning. Cards are invisible until they are measured. */
export function useFirstView(): void {
  const isMeasured = useNodesInitialized();
  const isDone = useRef(false);
  const flow = useStoreApi();
  const { getNodes, getNodesBounds, setViewport } = useReactFlow();
  useEffect(() => {
    if (!isMeasured || isDone.current) return;
    isDone.current = true;
    const { width, height } = flow.getState();
    const bounds = getNodesBounds(getNodes());
    const fit = Math.min(
      (width - 2 * MARGIN_PX) / Math.max(1, bounds.width),
      (height - 2 * MARGIN_PX) / Math.max(1, bounds.height),
      1,
    );
    const zoom = Math.max(fit, READABLE_ZOOM);
    // The beginning is at the left; its row is the one to have in the middle.
    const first = getNodes().reduce((left, node) => (node.position.x < left.position.x ? node : left));
    const middleY =
      fit < READABLE_ZOOM
        ? first.position.y + (first.measured?.height ?? 0) / 2
        : bounds.y + bounds.height / 2;
    const x =
      fit < READABLE_ZOOM ? MARGIN_PX - bounds.x * zoom : width / 2 - (bounds.x + bounds.width / 2) * zoom;
    void setViewport({ x, y: height / 2 - middleY * zoom, zoom });
  }, [isMeasured, flow, getNodes, getNodesBounds, setViewport]);
}
