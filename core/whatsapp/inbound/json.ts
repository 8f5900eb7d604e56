/** Reading of JSON that may have any shape: each reader answers null instead of guessing or throwing. */
import { sanitiseText, type Json, type JsonObject } from './sanitise.ts';

export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

/** The elements, or none when this isn't an array. */
export function asArray(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** The elements that are objects; anything else in the list is skipped. */
export function asObjects(value: Json | undefined): JsonObject[] {
  return asArray(value).filter((element) => asObject(element) !== null) as JsonObject[];
}

/** A string that holds more than white space. */
export function asText(value: Json | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** An id or an enum value: Meta sends some as strings here and as numbers there. */
export function asId(value: Json | undefined): string | null {
  if (typeof value === 'string') return value.trim() || null;
  return typeof value === 'number' ? String(value) : null;
}

/** A number, also one that came as a string. */
export function asNumber(value: Json | undefined): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** An own property by a name that came from outside; never one that the prototype brings (`constructor`, ...). */
export function field(object: JsonObject | null, key: string): Json | undefined {
  return object !== null && Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Parses a webhook body from its raw bytes. Integers beyond 2^53 (template ids may be) come back as strings, because a
 * number would silently become another id.
 *
 * @returns undefined when the bytes are no JSON
 */
export function parseBody(rawBytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(rawBytes);
  try {
    if (!/[:[,]\s*-?\d{16,}/.test(text)) return JSON.parse(text);
    return JSON.parse(text, keepLongIntegers);
  } catch {
    return undefined;
  }
}

function keepLongIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  const isUnsafe = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isUnsafe && context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

/** A JSON text inside a JSON string (a flow's `response_json`); undefined when it isn't JSON. */
export function parseInnerJson(text: string): unknown {
  try {
    return JSON.parse(sanitiseText(text));
  } catch {
    return undefined;
  }
}
