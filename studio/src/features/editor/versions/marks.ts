/** Which steps a comparison lifts out on the canvas. */
import type { FlowDoc, NodeId } from '../../../../../core/flow/document.ts';
import type { Mark } from '../store/editor-store.ts';
import type { Change } from './change-list.tsx';

/** Marks for the steps of `shown`; those that only `other` has are told in words, there is nothing to mark. */
export function marksOf(changes: readonly Change[], shown: FlowDoc, other: FlowDoc): Record<NodeId, Mark> {
  const marks: Record<NodeId, Mark> = {};
  for (const { nodeId } of changes) {
    if (nodeId === null || !(nodeId in shown.nodes)) continue;
    marks[nodeId] = nodeId in other.nodes ? 'changed' : 'new';
  }
  return marks;
}
