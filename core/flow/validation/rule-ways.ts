/**
 * The ways that rules of a flow add to the drawn ones: from each step that waits for a reply to the rules that hear one, from each step
 * that can fail to the rule about errors. The way back adds none: it leads to where the run has been, with what it has got since.
 */
import type { NodeId } from '../basics.ts';
import type { CompiledFlow, CompiledNode } from '../compile.ts';
import { FAILED_PORT } from '../nodes/contract.ts';
import { NO_REPLY_PORT } from '../nodes/shared/replies.ts';
import { rulesOf } from '../takeover.ts';
import { reachableFrom, triggersOf } from './graph.ts';

/** The rule about errors that counts: a second one is never asked. */
export function errorRuleOf(flow: CompiledFlow): CompiledNode | null {
  return rulesOf(flow).find(({ spec }) => spec.on === 'error')?.node ?? null;
}

/** Rules that a message of the person leads to. */
export function messageRulesOf(flow: CompiledFlow): CompiledNode[] {
  return rulesOf(flow).flatMap(({ node, spec }) => (spec.on === 'error' ? [] : [node]));
}

const keptWaits = new WeakMap<CompiledFlow, boolean>();

/** Whether a run can wait for a reply here, or in the flow that runs here; where that isn't known, it can. */
export function waitsForReply({ type, ports, subflow, refusal, data, isBroken }: CompiledNode): boolean {
  if (isBroken) return false;
  if (type?.manifest.subflow?.(data)) {
    if (subflow === null) return refusal === null;
    const kept = keptWaits.get(subflow) ?? [...subflow.nodes.values()].some(waitsForReply);
    keptWaits.set(subflow, kept);
    return kept;
  }
  return ports.some(({ id }) => id === NO_REPLY_PORT);
}

const keptCaught = new WeakMap<CompiledFlow, Set<NodeId>>();

/** Steps whose failure leads to the rule about errors: not those that only this rule leads to, which is no loop. */
function caughtNodes(flow: CompiledFlow): Set<NodeId> {
  const kept = keptCaught.get(flow);
  if (kept) return kept;
  const entries = [...triggersOf(flow), ...messageRulesOf(flow)].map(({ id }) => id);
  const caught = errorRuleOf(flow) === null ? new Set<NodeId>() : reachableFrom(flow, entries);
  for (const id of caught) {
    const { type, next, isBroken } = flow.nodes.get(id)!;
    // An exit does nothing that could fail.
    const cannotFail = type?.manifest.type === 'exit' && !isBroken;
    if (type?.trigger || type?.rule || next.has(FAILED_PORT) || cannotFail) caught.delete(id);
  }
  keptCaught.set(flow, caught);
  return caught;
}

/** The rule about errors, where a failure of this step is its business. */
export function errorRuleFrom(flow: CompiledFlow, { id }: CompiledNode): CompiledNode | null {
  return caughtNodes(flow).has(id) ? errorRuleOf(flow) : null;
}

/** Rules that take a run over at this step. */
export function rulesFrom(flow: CompiledFlow, node: CompiledNode): NodeId[] {
  const errors = errorRuleFrom(flow, node);
  return [...(waitsForReply(node) ? messageRulesOf(flow) : []), ...(errors ? [errors] : [])].map(
    ({ id }) => id,
  );
}
