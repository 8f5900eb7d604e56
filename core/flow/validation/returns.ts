import type { NodeId } from '../basics.ts';
import type { CompiledFlow, CompiledNode } from '../compile.ts';
import { FAILED_PORT } from '../nodes/contract.ts';
import type { Problem } from '../problem.ts';
import { nodeTitle } from '../summary.ts';
import { rulesOf } from '../takeover.ts';
import type { Rule } from './contract.ts';
import { exitsOf, exitsWithoutWait, nextWithoutWait, reachableFrom, triggersOf } from './graph.ts';
import { removalFix } from './removal.ts';
import { errorRuleOf } from './rule-ways.ts';

/**
 * Ways back that can't do what they seem to: one that no rule leads to, one to which a run comes with nothing to go back to, and one
 * that tries a failed step again in the same instant.
 */
export const returns: Rule = ({ flow }) => [...emptyReturns(flow), ...hastyRetries(flow)];

function emptyReturns(flow: CompiledFlow): Problem[] {
  const all = returnsOf(flow);
  if (all.length === 0) return [];
  const rules = rulesOf(flow).map(({ node }) => node.id);
  const led = reachableFrom(flow, rules);
  const main = reachableFrom(
    flow,
    triggersOf(flow).map(({ id }) => id),
  );
  // A run that waits where triggers lead, too, is no longer on the way of a rule.
  const stillOnWay = walk(rules, (id) => (main.has(id) ? nextWithoutWait(flow, id) : nextOf(flow, id)));
  return all.flatMap((node) => {
    const { id, next } = node;
    if (!led.has(id)) {
      const message = 'No rule leads to this step, so there is nothing to go back to.';
      return { ...warning('return-without-rule', id, message), ...removalFix(flow, id) };
    }
    const waits = sharedWaitBefore(flow, id, led, main);
    if (!stillOnWay.has(id))
      return warning(
        'return-to-nothing',
        id,
        `Each rule that leads here waits${at(waits)} before, where triggers lead, too. From then on the run is on the flow’s own way and there is nothing to go back to: give the rule steps of its own.`,
      );
    if (!main.has(id) || next.has(FAILED_PORT)) return [];
    const alsoByRule = waits ? `, nor has a rule’s that has waited${at(waits)}` : '';
    return warning(
      'return-to-nothing',
      id,
      `Triggers lead here, too, and their way has nothing to go back to${alsoByRule}: connect "Nothing to go back to", or give the rule steps of its own.`,
    );
  });
}

/** A step at which a run that a rule leads to this way back waits on the flow's own way. */
function sharedWaitBefore(
  flow: CompiledFlow,
  back: NodeId,
  led: ReadonlySet<NodeId>,
  main: ReadonlySet<NodeId>,
): CompiledNode | undefined {
  return [...flow.nodes.values()].find((node) => {
    if (!led.has(node.id) || !main.has(node.id)) return false;
    const atOnce = new Set(exitsWithoutWait(flow, node.id).map(({ port }) => port));
    const later = exitsOf(node).flatMap(({ port, to }) => (atOnce.has(port) ? [] : [to]));
    return later.length > 0 && reachableFrom(flow, later).has(back);
  });
}

/** A single second try is what a rule is for; more of them in one instant meet the same failure. */
function hastyRetries(flow: CompiledFlow): Problem[] {
  const rule = errorRuleOf(flow);
  if (rule?.type?.rule?.on !== 'error') return [];
  const times = rule.type.rule.times(rule.data);
  const atOnce = walk([rule.id], (id) => nextWithoutWait(flow, id));
  if (times < 2 || !returnsOf(flow).some(({ id }) => atOnce.has(id))) return [];
  return [
    warning(
      'retry-without-wait',
      rule.id,
      `A step that failed is tried again without a wait, up to ${times} times at once: put a delay before "Go back".`,
    ),
  ];
}

function returnsOf(flow: CompiledFlow): CompiledNode[] {
  return [...flow.nodes.values()].filter(({ node }) => node.type === 'return');
}

function nextOf(flow: CompiledFlow, id: NodeId): NodeId[] {
  const node = flow.nodes.get(id);
  return node ? exitsOf(node).map(({ to }) => to) : [];
}

function walk(from: readonly NodeId[], next: (id: NodeId) => readonly NodeId[]): Set<NodeId> {
  const reached = new Set<NodeId>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...next(id));
  }
  return reached;
}

function at(node: CompiledNode | undefined): string {
  return node ? ` at "${nodeTitle(node.node)}"` : '';
}

function warning(code: string, nodeId: NodeId, message: string): Problem {
  return { code, severity: 'warning', nodeId, field: null, message };
}
