/**
 * Reads one value out of an answer: `order.items[0].name`, `["a key"].b`, an optional `$` in front. No wildcards, no
 * filters: one path, at most one value, in time that grows with the path only.
 */
import type { JsonValue } from '../../calls.ts';

/** `[0]`, `["key"]`, `['key']`, or `key` with a dot in front of all but the first. */
const STEP = /\[(\d{1,6})\]|\[(?:"([^"\]]{0,200})"|'([^'\]]{0,200})')\]|(\.?)([^.[\]"'\s][^.[\]"']{0,199})/uy;

/** The keys and places along the path; null when it can't be read. Empty: the whole answer. */
export function parsePath(path: string): (string | number)[] | null {
  const text = path.trim().replace(/^\$\.?/u, '');
  const steps: (string | number)[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const isFirst = STEP.lastIndex === 0;
    const match = STEP.exec(text);
    if (!match) return null;
    const [, index, doubleQuoted, singleQuoted, dot, key] = match;
    if (index !== undefined) steps.push(Number(index));
    else if (key === undefined) steps.push(doubleQuoted ?? singleQuoted ?? '');
    else if (isFirst === (dot === '.')) return null;
    else steps.push(key.trimEnd());
  }
  return steps;
}

/** Undefined when there is nothing at this place, or the path can't be read. Own properties only. */
export function readPath(value: JsonValue, path: string): JsonValue | undefined {
  const steps = parsePath(path);
  if (steps === null) return undefined;
  let current: JsonValue | undefined = value;
  for (const step of steps) {
    if (current === null || typeof current !== 'object') return undefined;
    if (Array.isArray(current)) {
      current = typeof step === 'number' ? current[step] : undefined;
    } else {
      const key = String(step);
      current = Object.hasOwn(current, key) ? current[key] : undefined;
    }
  }
  return current;
}
