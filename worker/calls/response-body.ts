/** An answer's bytes as the JSON that Postgres can keep. */
import type { JsonValue } from '../../core/flow/calls.ts';

/** Deeper trees are nobody's data; walking them would cost a stack frame a level. */
const MAX_DEPTH = 64;

/** Parsed when it is JSON, whatever its content type says: many services get that wrong. Else the text. */
export function readBody(bytes: Uint8Array): JsonValue {
  const text = new TextDecoder('utf-8').decode(bytes);
  const parsed = parse(text);
  return parsed === undefined ? wellFormed(text) : parsed;
}

/** Whether the sender calls it JSON. */
export function isJsonType(contentType: string | undefined): boolean {
  return /^[^;]*[/+]json\b/i.test(contentType ?? '');
}

function parse(text: string): JsonValue | undefined {
  if (isDeep(text)) return undefined;
  try {
    return storable(JSON.parse(text) as JsonValue);
  } catch {
    return undefined;
  }
}

/** Counts brackets outside of strings. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      for (at += 1; at < text.length && text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}

/** The same value without what jsonb refuses. */
export function storable(value: JsonValue): JsonValue {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(storable);
  // NOTE: fromEntries makes `__proto__` a key like any other; an assignment would not.
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [wellFormed(key), storable(one)]));
}

/** jsonb refuses U+0000 and lone surrogates: both become U+FFFD. */
function wellFormed(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
