/**
 * Makes any value safe for Postgres text and jsonb and small enough to store. Both refuse U+0000 and lone surrogates;
 * one such character in a profile name would otherwise fail a whole batch.
 */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** A webhook body is at most 3 MB; these limits cut only what no real event holds. */
export const MAX_DEPTH = 100;
export const MAX_NODES = 500_000;
export const MAX_STRING_LENGTH = 262_144;

const REPLACEMENT = '\ufffd';

/** The text with U+0000 and lone surrogates replaced by U+FFFD, and cut (between characters) at `maxLength` code units. */
export function sanitiseText(text: string, maxLength: number = MAX_STRING_LENGTH): string {
  const cut = text.length > maxLength ? cutText(text, maxLength) : text;
  const wellFormed = cut.isWellFormed() ? cut : cut.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', REPLACEMENT) : wellFormed;
}

/** A deep copy that holds only JSON. What lies deeper than MAX_DEPTH or beyond MAX_NODES becomes null. Never throws. */
export function sanitiseJson(value: unknown): Json {
  return copy(value, 0, { nodesLeft: MAX_NODES });
}

/** The first `maxLength` code units at most, never half an emoji or half a letter with its marks. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  // Only the end needs looking at: start a little before it, at a code point, and keep whole graphemes.
  let from = Math.max(0, maxLength - 64);
  if (isLowSurrogate(text, from)) from -= 1;
  let end = from;
  for (const { index, segment } of graphemes.segment(text.slice(from, maxLength + 64))) {
    if (from + index + segment.length > maxLength) break;
    end = from + index + segment.length;
  }
  return text.slice(0, end);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}

function copy(value: unknown, depth: number, budget: { nodesLeft: number }): Json {
  if (typeof value === 'string') return sanitiseText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return null;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) {
    const array: Json[] = [];
    for (const element of value) {
      if (budget.nodesLeft-- <= 0) break;
      array.push(copy(element, depth + 1, budget));
    }
    return array;
  }
  const object: JsonObject = {};
  for (const key of Object.keys(value)) {
    if (budget.nodesLeft-- <= 0) break;
    const safe = copy((value as Record<string, unknown>)[key], depth + 1, budget);
    // Plain assignment to `__proto__` would change the prototype and lose the value.
    if (key === '__proto__') {
      Object.defineProperty(object, key, {
        value: safe,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } else {
      object[sanitiseText(key, 1_024)] = safe;
    }
  }
  return object;
}
