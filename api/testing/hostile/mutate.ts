/** Takes a good body and spoils it in one place. */
import fc from 'fast-check';
import { hostileJson, ownKey } from './values.ts';

type Path = (string | number)[];
type Spoil = (body: unknown, path: Path, bad: unknown) => unknown;

const spoils: Spoil[] = [
  (body, path, bad) => replaced(body, path, () => bad),
  (body, path) => without(body, path),
  (body, path, bad) => replaced(body, path, (value) => [value, bad] as unknown[]),
  (body, path, bad) => replaced(body, path, (value) => (isObject(value) ? { ...value, extra: bad } : bad)),
  (body, path, bad) =>
    replaced(body, path, (value) =>
      isObject(value) ? { ...value, ...ownKey('__proto__', bad) } : { value },
    ),
];

/** Left as it is in about a third of cases. */
export function spoiled(bodies: fc.Arbitrary<unknown>, ids: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const bad = fc.oneof({ arbitrary: hostileJson, weight: 4 }, { arbitrary: ids, weight: 1 });
  const spoil = fc.constantFrom(...spoils);
  return fc.oneof(
    { arbitrary: bodies, weight: 2 },
    {
      arbitrary: fc.tuple(bodies, fc.nat(), spoil, bad).map(([body, n, change, value]) => {
        const paths = pathsOf(body);
        return change(body, paths[n % paths.length]!, value);
      }),
      weight: 3,
    },
    { arbitrary: bad, weight: 1 },
  );
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value))
    return [path, ...value.slice(0, 3).flatMap((item, i) => pathsOf(item, [...path, i]))];
  if (!isObject(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (i === key ? replaced(item, rest, change) : item));
  if (!isObject(value)) return value;
  return fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === key ? replaced(item, rest, change) : item]),
  );
}

function without(value: unknown, path: Path): unknown {
  const [last, parent] = [path.at(-1), path.slice(0, -1)];
  return replaced(value, parent, (holder) => {
    if (Array.isArray(holder)) return (holder as unknown[]).filter((_, i) => i !== last);
    return isObject(holder) ? fromEntries(Object.entries(holder).filter(([name]) => name !== last)) : null;
  });
}

/** Defines keys instead of assigning them, so that `__proto__` stays one. */
function fromEntries(entries: [string, unknown][]): Record<string, unknown> {
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
