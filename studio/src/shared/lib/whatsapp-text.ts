/** WhatsApp's marks in a text: *bold*, _italic_, ~struck~, ```code```, `code`, and links. */

export type TextPart =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; parts: TextPart[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; text: string; href: string };

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/**
 * One pass over: code, links, marked runs. A mark counts as WhatsApp counts it: at the edge of a word, closed on the
 * same line, with something other than blanks inside.
 */
const TOKEN =
  /```([\s\S]+?)```|`([^`\n]+)`|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'*_~])|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\4(?![\p{L}\p{N}])/gu;

export function parseWhatsAppText(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const [whole, block, inline, link, mark, inner] = match;
    if (block !== undefined || inline !== undefined)
      parts.push({ kind: 'code', text: block ?? inline ?? '' });
    else if (link !== undefined) parts.push({ kind: 'link', text: link, href: link });
    else if (mark !== undefined && inner !== undefined) {
      parts.push({ kind: MARKS[mark as keyof typeof MARKS], parts: parseWhatsAppText(inner) });
    } else parts.push({ kind: 'text', text: whole });
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

export interface LiquidPart {
  kind: 'text' | 'variable';
  text: string;
}

/** Splits off `{{ ... }}` and `{% ... %}`; of `{{ answers.name | default: "you" }}` the chip shows `answers.name`. */
export function splitLiquid(text: string): LiquidPart[] {
  const parts: LiquidPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/\{\{\s*([^}|]+?)\s*(?:\|[^}]*)?\}\}|\{%[^%]*%\}/gu)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push({ kind: 'variable', text: match[1] ?? match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}
