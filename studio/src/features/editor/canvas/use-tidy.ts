import { useCallback } from 'react';
import { useReactFlow } from 'reactflow';
import { tidyPositions } from '../document/layout.ts';
import { notesAlong } from '../document/notes.ts';
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
    const { doc } = store.getState().history;
    const positions = tidyPositions(doc, heights);
    dispatch({
      kind: 'batch',
      edits: [
        { kind: 'moveNotes', positions: notesAlong(doc, positions) },
        { kind: 'moveNodes', positions },
      ],
    });
    requestAnimationFrame(() => void fitView({ padding: 0.14, maxZoom: 1, duration: 200 }));
  }, [store, dispatch, getNodes, fitView]);
}
