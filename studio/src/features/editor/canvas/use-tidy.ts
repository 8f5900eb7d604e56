import { useCallback } from 'react';
import { useReactFlow } from 'reactflow';
import { tidyPositions } from '../document/layout.ts';
import { useEditorActions, useEditorStore } from '../store/editor-store.ts';

/** Lays the steps out anew, as one undoable change, and shows all of them. */
export function useTidy(): () => void {
  const store = useEditorStore();
  const { dispatch } = useEditorActions();
  const { getNodes, fitView } = useReactFlow();
  return useCallback(() => {
    const heights = Object.fromEntries(
      getNodes().flatMap((node) => (node.measured?.height ? [[node.id, node.measured.height] as const] : [])),
    );
    dispatch({ kind: 'moveNodes', positions: tidyPositions(store.getState().history.doc, heights) });
    requestAnimationFrame(() => void fitView({ padding: 0.14, maxZoom: 1, duration: 200 }));
  }, [store, dispatch, getNodes, fitView]);
}
