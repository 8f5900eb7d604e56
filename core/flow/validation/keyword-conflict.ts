import { nodeTypeOf } from '../nodes/registry.ts';
import { compileTriggers } from '../triggers.ts';
import type { CompiledTrigger } from '../triggers.ts';
import type { Problem, QuickFix } from '../problem.ts';
import type { Rule } from './contract.ts';
import { meet, piecesOf, regexBudget } from './trigger-pieces.ts';
import type { Piece, RegexBudget } from './trigger-pieces.ts';

/**
 * Triggers that the same message fires, in another flow or in this one: only one of them can win. Two words or patterns
 * conflict when one is sure to match what the other asks for; two triggers for any message, or for the same ad, always
 * do. A word against "any message" is no conflict: the special one is meant to win.
 */
export const keywordConflict: Rule = ({ flow, context: { otherTriggers = [] } }) => {
  const own = compileTriggers(flow.doc).filter(startsFromMessage);
  if (own.length === 0) return [];
  const budget = regexBudget();
  const others = otherTriggers
    .filter(({ trigger }) => startsFromMessage(trigger))
    .map(({ flowName, trigger }) => ({ flowName, pieces: piecesOf(trigger), trigger }));
  const seen: { trigger: CompiledTrigger; piece: Piece }[] = [];
  const problems: Problem[] = [];
  for (const trigger of own) {
    for (const piece of piecesOf(trigger)) {
      const other = others.find((one) => one.pieces.some((its) => conflicts(piece, its, budget)));
      if (other) {
        problems.push(
          report(
            piece,
            `also starts the flow "${other.flowName}": the flow with the higher priority wins, then the more special trigger.`,
          ),
        );
      }
      if (seen.some((earlier) => isDouble(earlier, { trigger, piece }, budget))) {
        problems.push({
          ...report(piece, 'stands twice in this flow: the first trigger wins.'),
          ...removalOfRepeat(
            piece,
            seen.filter((earlier) => earlier.trigger === trigger),
          ),
        });
      }
      seen.push({ trigger, piece });
    }
  }
  return problems;
};

function report(piece: Piece, what: string): Problem {
  const subject = piece.text === null ? 'What this trigger waits for' : `"${piece.text}"`;
  return {
    code: 'keyword-conflict',
    severity: 'warning',
    nodeId: piece.nodeId,
    field: piece.field,
    message: `${subject} ${what}`,
  };
}

/** Without a word that its own trigger has already, nothing is different. */
function removalOfRepeat(
  { nodeId, field, match, plain, text }: Piece,
  earlier: { piece: Piece }[],
): { fix?: QuickFix } {
  const isRepeat = earlier.some(({ piece }) => piece.match === match && piece.plain === plain);
  if (!isRepeat || field === null || match === null || text === null || plain === null) return {};
  return { fix: { kind: 'removeItem', nodeId, field: field.replace(/\.text$/u, ''), item: { match, text } } };
}

/** Other triggers (a tag, a date) may start any number of flows for the same event. */
function startsFromMessage({ type, keys }: CompiledTrigger): boolean {
  return keys.includes('message') && nodeTypeOf(type)?.trigger !== undefined;
}

function conflicts(left: Piece, right: Piece, budget: RegexBudget): boolean {
  return left.type === right.type && meet(left, right, budget);
}

/** Within one flow a whole word beside the same word anywhere is a way to treat the two apart. */
function isDouble(
  earlier: { trigger: CompiledTrigger; piece: Piece },
  later: { trigger: CompiledTrigger; piece: Piece },
  budget: RegexBudget,
): boolean {
  if (earlier.piece.type !== later.piece.type) return false;
  if (earlier.piece.match === later.piece.match && earlier.piece.plain === later.piece.plain) {
    return later.piece.plain !== null || meet(earlier.piece, later.piece, budget);
  }
  return (
    earlier.trigger !== later.trigger &&
    earlier.trigger.specificity === later.trigger.specificity &&
    meet(earlier.piece, later.piece, budget)
  );
}
