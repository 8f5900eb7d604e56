import { useCallback } from 'react';
import { useReactFlow, useStoreApi } from 'reactflow';
import type { Position } from '../../../../../core/flow/document.ts';
import { NODE_WIDTH_PX } from '../document/layout.ts';

/** Where a new card stands in the middle of what is in sight; the origin while there is no canvas. */
export function usePlaceInView(): () => Position {
  const { screenToFlowPosition } = useReactFlow();
  const flow = useStoreApi();
  return useCallback(() => {
    const box = flow.getState().domNode?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    const middle = screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
    return { x: middle.x - NODE_WIDTH_PX / 2, y: middle.y - 60 };
  }, [screenToFlowPosition, flow]);
}
