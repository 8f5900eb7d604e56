/** The words and patterns of a trigger one by one, and whether two of them are sure to meet in one message. */
import type { NodeId } from '../basics.ts';
import type { TriggerEvent } from '../events.ts';
import { nodeTypeOf } from '../nodes/registry.ts';
import { normaliseText } from '../nodes/shared/normalise.ts';
import type { CompiledTrigger } from '../triggers.ts';

export interface Piece {
  type: string;
  nodeId: NodeId;
  /** Path of the word in the node's data; null for a trigger without words. */
  field: string | null;
  match: string | null;
  text: string | null;
  /** The word as it is compared; null for patterns and for triggers without words. */
  plain: string | null;
  /** The trigger's data with this word alone. */
  data: Record<string, unknown>;
}

/** What is left of the patterns that one validation may try out: they cost far more than words. */
export interface RegexBudget {
  left: number;
}

export function regexBudget(): RegexBudget {
  return { left: 500 };
}

interface Phrase {
  match: string;
  text: string;
}

/** The triggers of other flows stay the same while one flow is edited. */
const keptPieces = new WeakMap<CompiledTrigger, Piece[]>();

export function piecesOf(trigger: CompiledTrigger): Piece[] {
  const kept = keptPieces.get(trigger);
  if (kept) return kept;
  const pieces = findPieces(trigger);
  keptPieces.set(trigger, pieces);
  return pieces;
}

function findPieces({ type, nodeId, data }: CompiledTrigger): Piece[] {
  if (typeof data !== 'object' || data === null) return [];
  const fields = { ...data } as Record<string, unknown>;
  for (const [key, list] of Object.entries(fields)) {
    if (!Array.isArray(list) || list.length === 0 || !list.every(isPhrase)) continue;
    return list.flatMap((phrase: Phrase, index) => {
      const plain = phrase.match === 'regex' ? null : normaliseText(phrase.text);
      if (plain === '' || phrase.text.trim() === '') return [];
      const field = `${key}.${index}.text`;
      const only = { ...fields, [key]: [phrase] };
      return [{ type, nodeId, field, match: phrase.match, text: phrase.text, plain, data: only }];
    });
  }
  return [{ type, nodeId, field: null, match: null, text: null, plain: null, data: fields }];
}

function isPhrase(value: unknown): value is Phrase {
  return (
    typeof value === 'object' &&
    value !== null &&
    'match' in value &&
    typeof value.match === 'string' &&
    'text' in value &&
    typeof value.text === 'string'
  );
}

/** Whether there is a message that surely fires both; two pieces of the same type of trigger. */
export function meet(left: Piece, right: Piece, budget: RegexBudget): boolean {
  if (left.text === null || right.text === null) {
    return left.text === right.text && haveTheSameStart(left.data, right.data);
  }
  if (left.plain !== null && right.plain !== null) {
    // Each comparison of words asks that one holds the other; most pairs are told apart by that alone.
    if (!left.plain.includes(right.plain) && !right.plain.includes(left.plain)) return false;
    return firesOn(right, left.text) || firesOn(left, right.text);
  }
  if (left.plain === null && right.plain === null) return left.text.trim() === right.text.trim();
  if (budget.left <= 0) return false;
  budget.left -= 1;
  return left.plain === null ? firesOn(left, right.text) : firesOn(right, left.text);
}

/** Whether the trigger fires on a message that is exactly this word, or on a press of a button called like it. */
function firesOn({ type, data }: Piece, word: string): boolean {
  const nodeType = nodeTypeOf(type);
  const parsed = nodeType?.manifest.schema.safeParse(data);
  if (!nodeType?.trigger || parsed?.success !== true) return false;
  const event: TriggerEvent = {
    kind: 'message',
    text: word,
    press: { id: word.trim(), title: word },
    isFirst: false,
    referral: null,
    campaignId: null,
  };
  return nodeType.trigger.fires(parsed.data, event);
}

/** Triggers without words: the same settings, or a common id in their lists. */
function haveTheSameStart(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  let isCommon = true;
  for (const key of keys) {
    if (key === 'label' || key === 'interrupts') continue;
    const [a, b] = [left[key], right[key]];
    if (Array.isArray(a) && Array.isArray(b)) {
      isCommon &&= a.length + b.length === 0 || a.some((item: unknown) => b.includes(item));
    } else if (JSON.stringify(a) !== JSON.stringify(b)) {
      return false;
    }
  }
  return isCommon;
}
