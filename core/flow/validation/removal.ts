import type { NodeId } from '../basics.ts';
import type { CompiledFlow } from '../compile.ts';
import type { QuickFix } from '../problem.ts';
import { jumpTargets, usableNodes } from './graph.ts';
import type { UsableNode } from './graph.ts';
import { variablesIn, writesOf } from './variables.ts';

/** Offers to delete a node, unless something else needs it: a jump that leads there, or a text with what it saves. */
export function removalFix(flow: CompiledFlow, nodeId: NodeId): { fix?: QuickFix } {
  if (jumpTargets(flow).has(nodeId)) return {};
  const nodes = usableNodes(flow);
  const removed = nodes.find(({ id }) => id === nodeId);
  const others = nodes.filter((node) => node !== removed);
  const lost = (removed ? writesOf(removed) : []).filter(
    ({ name }) =>
      !Object.hasOwn(flow.doc.variables, name) &&
      !others.some((node) => writesOf(node).some((one) => one.name === name)),
  );
  if (lost.some(({ name }) => others.some((node) => reads(node, name)))) return {};
  return { fix: { kind: 'removeNode', nodeId } };
}

function reads({ type, data }: UsableNode, name: string): boolean {
  return (
    (type.manifest.texts?.(data) ?? []).some(({ template }) => variablesIn(template).includes(name)) ||
    (type.manifest.reads?.(data) ?? []).some(({ variable }) => variable === name)
  );
}
