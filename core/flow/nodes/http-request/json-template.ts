/** JSON whose texts are Liquid, as the author wrote it. */
import type { JsonValue } from '../../calls.ts';

/** Deeper templates are nobody's request. */
const MAX_DEPTH = 32;

/** Undefined when it is no JSON, or nested too deeply. */
export function parseJsonTemplate(template: string): JsonValue | undefined {
  try {
    const value = JSON.parse(template) as JsonValue;
    return depthOf(value, 0) > MAX_DEPTH ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Every text of a JSON template, keys left out: those are taken as they stand. */
export function jsonTexts(template: string): string[] {
  const value = parseJsonTemplate(template);
  return value === undefined ? [] : textsIn(value);
}

/** Whether a key holds a placeholder, which nobody fills in. */
export function hasDynamicKey(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(hasDynamicKey);
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, one]) => key.includes('{{') || hasDynamicKey(one));
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((one) => textsIn(one));
}

function depthOf(value: JsonValue, depth: number): number {
  if (value === null || typeof value !== 'object' || depth > MAX_DEPTH) return depth;
  return Math.max(depth + 1, ...Object.values(value).map((one) => depthOf(one, depth + 1)));
}
