import { randomUUID } from 'node:crypto';

type Meta = Record<string, unknown> & { phx_ref: string };
type Entries = Record<string, { metas: Meta[] }>;
export type PresenceDiff = { joins: Entries; leaves: Entries };

/** Who is present on one topic: per key the entries of its members. A member has at most one. */
export class Presence {
  readonly #entries = new Map<object, { key: string; meta: Meta }>();

  track(member: object, key: string, payload: Record<string, unknown>): PresenceDiff {
    const before = this.#entries.get(member);
    const meta: Meta = { ...payload, phx_ref: randomUUID() };
    this.#entries.set(member, { key, meta });
    return {
      joins: { [key]: { metas: [meta] } },
      leaves: before ? { [before.key]: { metas: [before.meta] } } : {},
    };
  }

  /** @returns `undefined` when the member was not present */
  untrack(member: object): PresenceDiff | undefined {
    const before = this.#entries.get(member);
    if (!before) return undefined;
    this.#entries.delete(member);
    return { joins: {}, leaves: { [before.key]: { metas: [before.meta] } } };
  }

  state(): Entries {
    const state: Entries = {};
    for (const { key, meta } of this.#entries.values()) (state[key] ??= { metas: [] }).metas.push(meta);
    return state;
  }
}
