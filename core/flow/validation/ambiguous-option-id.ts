import type { NodeId, PortId } from '../basics.ts';
import type { CompiledNode } from '../compile.ts';
import { nodeTitle } from '../summary.ts';
import type { Problem } from '../problem.ts';
import type { Rule } from './contract.ts';

/**
 * The phone sends back the id of what was pressed, from any message it still shows. With one id at two steps, a press on
 * an older message would count at the later step.
 */
export const ambiguousOptionId: Rule = ({ flow }) => {
  const owners = new Map<string, CompiledNode>();
  const problems: Problem[] = [];
  for (const id of [...flow.nodes.keys()].sort()) {
    const node = flow.nodes.get(id);
    if (!node || node.isBroken) continue;
    for (const option of optionIds(node)) {
      const owner = owners.get(option);
      if (owner && owner.id !== id) problems.push(problemAt(id, option, owner));
      owners.set(option, owner ?? node);
    }
  }
  return problems;
};

function problemAt(nodeId: NodeId, option: string, owner: CompiledNode): Problem {
  return {
    code: 'ambiguous-option-id',
    severity: 'warning',
    nodeId,
    field: null,
    message: `The id "${option}" is also used at "${nodeTitle(owner.node)}": a press on that older message would count here. Give each option its own id.`,
  };
}

function optionIds({ node, ports }: CompiledNode): string[] {
  if (node.type === 'ask') {
    const { validation } = node.data;
    const isMade = validation.kind === 'choice' || validation.kind === 'choices';
    // Ids of rows of a list are of this step alone.
    return isMade && !validation.from ? validation.options.map((option) => option.id) : [];
  }
  return ports.flatMap(({ id }: { id: PortId }) => {
    const [kind, option] = id.split(':', 2);
    return (kind === 'button' || kind === 'row') && option !== undefined ? [option] : [];
  });
}
