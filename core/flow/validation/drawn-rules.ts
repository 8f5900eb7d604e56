import type { NodeId } from '../basics.ts';
import type { CompiledFlow, CompiledNode } from '../compile.ts';
import type { Problem } from '../problem.ts';
import { rulesOf } from '../takeover.ts';
import type { CompiledTrigger } from '../triggers.ts';
import type { Rule } from './contract.ts';
import { reachableNodes } from './graph.ts';
import { removalFix } from './removal.ts';
import { errorRuleOf, messageRulesOf, waitsForReply } from './rule-ways.ts';
import { meet, piecesOf, regexBudget } from './trigger-pieces.ts';
import type { Piece } from './trigger-pieces.ts';

/**
 * Rules that are drawn as steps and can't do what they seem to: one that hears messages in a flow that never waits for any, a second
 * one about errors, a word that stands in two rules or starts another flow at any time.
 */
export const drawnRules: Rule = ({ flow, context: { otherTriggers = [] } }) => [
  ...neverHears(flow),
  ...secondErrorRules(flow),
  ...doubleWords(flow),
  ...takenWords(
    flow,
    otherTriggers.filter(({ trigger }) => trigger.interrupts && trigger.type === 'keyword-trigger'),
  ),
];

function neverHears(flow: CompiledFlow): Problem[] {
  const waits = [...reachableNodes(flow)].some((id) => waitsForReply(flow.nodes.get(id)!));
  if (waits) return [];
  return messageRulesOf(flow).map(({ id }) =>
    never(flow, id, 'This flow never waits for an answer, so nothing leads to this rule.'),
  );
}

function secondErrorRules(flow: CompiledFlow): Problem[] {
  const first = errorRuleOf(flow);
  return rulesOf(flow)
    .filter(({ node, spec }) => spec.on === 'error' && node !== first)
    .map(({ node }) =>
      never(
        flow,
        node.id,
        'This flow has another rule for when a step fails, and only that one is taken: delete one of them.',
      ),
    );
}

function never(flow: CompiledFlow, nodeId: NodeId, message: string): Problem {
  const code = 'rule-never-taken';
  return { code, severity: 'warning', nodeId, field: null, message, ...removalFix(flow, nodeId) };
}

function doubleWords(flow: CompiledFlow): Problem[] {
  const budget = regexBudget();
  const seen: Piece[] = [];
  return wordsOf(flow).flatMap((piece) => {
    const isSame = (earlier: Piece) => earlier.match === piece.match && earlier.text === piece.text;
    // A whole word beside the same word anywhere is a way to treat the two apart.
    const isDouble = seen.some(
      (earlier) =>
        isSame(earlier) ||
        (earlier.nodeId !== piece.nodeId && earlier.match === piece.match && meet(earlier, piece, budget)),
    );
    const isRepeat = seen.some((earlier) => earlier.nodeId === piece.nodeId && isSame(earlier));
    seen.push(piece);
    if (!isDouble) return [];
    return {
      ...conflict(piece, 'stands twice in the rules of this flow: only one of them is taken.'),
      ...(isRepeat ? { fix: removalOf(piece) } : {}),
    };
  });
}

function takenWords(
  flow: CompiledFlow,
  interrupting: readonly { flowName: string; trigger: CompiledTrigger }[],
): Problem[] {
  const budget = regexBudget();
  return wordsOf(flow).flatMap((piece) => {
    const other = interrupting.find(({ trigger }) =>
      piecesOf(trigger).some((its) => meet(piece, its, budget)),
    );
    if (!other) return [];
    return conflict(
      piece,
      `starts the flow "${other.flowName}" at any time, which goes before the rules of a flow that is under way.`,
    );
  });
}

function conflict(piece: Piece, what: string): Problem {
  return {
    code: 'keyword-conflict',
    severity: 'warning',
    nodeId: piece.nodeId,
    field: piece.field,
    message: `"${piece.text}" ${what}`,
  };
}

function removalOf({ nodeId, field, match, text }: Piece): Problem['fix'] {
  const item = { match: match ?? '', text: text ?? '' };
  return { kind: 'removeItem', nodeId, field: (field ?? '').replace(/\.text$/u, ''), item };
}

/** The keywords of the rules one by one, as if they were a trigger's. */
function wordsOf(flow: CompiledFlow): Piece[] {
  return rulesOf(flow).flatMap(({ node }) =>
    node.node.type === 'keyword-rule' ? piecesOf(asTrigger(node)) : [],
  );
}

function asTrigger({ id, data }: CompiledNode): CompiledTrigger {
  const { keywords } = data as { keywords: unknown[] };
  const type = 'keyword-trigger';
  return { nodeId: id, type, keys: ['message'], specificity: 0, interrupts: false, data: { keywords } };
}
