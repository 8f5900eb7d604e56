/** What people and programs send, made safe for Postgres before any check sees it. */
import { ApiError } from './problems.ts';

/** A flow document is about eight deep; more is an attack on recursion. */
const MAX_DEPTH = 64;
const REPLACEMENT = '\ufffd';

/** Postgres text and jsonb refuse U+0000 and lone surrogates: both become U+FFFD. */
export function wellFormedText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', REPLACEMENT) : wellFormed;
}

/**
 * The same JSON with every key and text well-formed.
 * @throws ApiError bad_request when it is nested too deeply
 */
export function wellFormedJson(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return wellFormedText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH)
    throw new ApiError('bad_request', { detail: `The body is nested deeper than ${MAX_DEPTH}.` });
  if (Array.isArray(value)) return value.map((item) => wellFormedJson(item, depth + 1));
  // NOTE: fromEntries defines keys instead of assigning them, so `__proto__` stays an ordinary key.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [wellFormedText(key), wellFormedJson(item, depth + 1)]),
  );
}
