/** Triggers of a published flow in the form of table `flow_triggers`, and whether a message fires one. */
import type { NodeId } from './basics.ts';
import type { FlowDoc } from './document.ts';
import type { Keyword } from './nodes/keyword-trigger/manifest.ts';
import { normaliseText } from './nodes/shared/normalise.ts';

export type CompiledTrigger =
  { nodeId: NodeId; kind: 'keyword'; keywords: Keyword[] } | { nodeId: NodeId; kind: 'tag'; tag: string };

/** Triggers that can fire, by node id; plain JSON. */
export function compileTriggers(doc: FlowDoc): CompiledTrigger[] {
  const triggers: CompiledTrigger[] = [];
  for (const nodeId of Object.keys(doc.nodes).sort()) {
    const node = doc.nodes[nodeId];
    if (node?.type === 'keyword-trigger') {
      const keywords = node.data.keywords.filter((keyword) => normaliseText(keyword.text) !== '');
      if (keywords.length > 0) triggers.push({ nodeId, kind: 'keyword', keywords });
    } else if (node?.type === 'tag-trigger' && node.data.tag.trim() !== '') {
      triggers.push({ nodeId, kind: 'tag', tag: node.data.tag.trim() });
    }
  }
  return triggers;
}

/**
 * Whether a message fires a keyword trigger. `exact` compares the whole text, `contains` looks for whole words; case,
 * accents, surrounding punctuation and spaces don't count. Always false for other triggers.
 */
export function matchKeyword(trigger: CompiledTrigger, text: string): boolean {
  if (trigger.kind !== 'keyword') return false;
  const message = normaliseText(text);
  return trigger.keywords.some(({ match, text: keyword }) => {
    const wanted = normaliseText(keyword);
    if (wanted === '') return false;
    return match === 'exact' ? message === wanted : containsWords(message, wanted);
  });
}

function containsWords(message: string, wanted: string): boolean {
  for (let at = message.indexOf(wanted); at !== -1; at = message.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    const startsWord = !joins(lastCharacter(message.slice(0, at)), firstCharacter(wanted));
    if (startsWord && !joins(lastCharacter(wanted), firstCharacter(message.slice(end)))) return true;
  }
  return false;
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts that write words without spaces: there, a keyword may stand anywhere. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Whether two neighbouring characters belong to one word. */
function joins(left: string, right: string): boolean {
  return (
    WORD_CHARACTER.test(left) && WORD_CHARACTER.test(right) && !(UNSPACED.test(left) && UNSPACED.test(right))
  );
}

function firstCharacter(text: string): string {
  return String.fromCodePoint(...(text === '' ? [] : [text.codePointAt(0) ?? 0]));
}

function lastCharacter(text: string): string {
  const tail = text.slice(-2);
  return (tail.codePointAt(0) ?? 0) > 0xffff ? tail : text.slice(-1);
}
