import { useEffect, useRef } from 'react';
import { useNodesInitialized, useReactFlow, useStoreApi } from 'reactflow';
import { familyOf } from '../document/ports.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { firstView } from './first-view.ts';

/** Opens a flow at its beginning. Cards are invisible until they are measured. */
export function useFirstView(): void {
  const isMeasured = useNodesInitialized();
  const isDone = useRef(false);
  const flow = useStoreApi();
  const editor = useEditorStore();
  const { getNodes, getNodesBounds, setViewport } = useReactFlow();
  useEffect(() => {
    if (!isMeasured || isDone.current) return;
    isDone.current = true;
    const nodes = getNodes();
    const { doc } = editor.getState().history;
    const isTrigger = (id: string) => {
      const node = doc.nodes[id];
      return node !== undefined && familyOf(node) === 'trigger';
    };
    const triggers = nodes.filter(({ id }) => isTrigger(id));
    const start = (triggers.length > 0 ? triggers : nodes).reduce((left, node) =>
      node.position.x < left.position.x ? node : left,
    );
    void setViewport(firstView(flow.getState(), getNodesBounds(nodes), getNodesBounds([start])));
  }, [isMeasured, flow, editor, getNodes, getNodesBounds, setViewport]);
}
