/**
 * Vitest sets up each project by itself, in one process. What several projects share (one Postgres, one Temporal)
 * is kept here: made by the first that asks, ended by the last that lets go.
 */
type Shared = { users: number; value: Promise<{ end(): Promise<void> }> };

const KEY = Symbol.for('parley.testing.shared');
const services = ((globalThis as Record<symbol, unknown>)[KEY] ??= new Map()) as Map<string, Shared>;

export async function share<T extends { end(): Promise<void> }>(
  name: string,
  make: () => Promise<T>,
): Promise<{ value: T; release: () => Promise<void> }> {
  const entry = services.get(name) ?? { users: 0, value: make() };
  services.set(name, entry);
  entry.users += 1;
  const value = (await entry.value) as T;
  return {
    value,
    async release() {
      entry.users -= 1;
      if (entry.users > 0) return;
      services.delete(name);
      await value.end();
    },
  };
}
