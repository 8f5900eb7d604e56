/**
 * A log that keeps the latest `capacity` entries. Each entry gets a cursor, a whole number that only grows,
 * so that a reader can ask for everything after the last one it saw even when older entries are gone.
 */
export class BoundedLog<T> {
  readonly #capacity: number;
  readonly #onEvict: (entry: T) => void;
  readonly #slots: (T | undefined)[] = [];
  #lastCursor = 0;
  /** Entries up to this cursor were cleared. */
  #cleared = 0;

  /** `onEvict` is told of each entry that leaves, oldest first, so that indexes over the log stay as small as it. */
  constructor(capacity: number, onEvict: (entry: T) => void) {
    this.#capacity = capacity;
    this.#onEvict = onEvict;
  }

  /** The cursor of the newest entry, 0 while there is none. */
  get lastCursor(): number {
    return this.#lastCursor;
  }

  /** The cursor of the oldest entry that is still there. */
  get firstCursor(): number {
    return Math.max(this.#cleared, this.#lastCursor - this.#capacity) + 1;
  }

  /** Adds what `make` returns for the new cursor. */
  append(make: (cursor: number) => T): T {
    this.#lastCursor += 1;
    const slot = this.#slotOf(this.#lastCursor);
    const evicted = this.#slots[slot];
    if (evicted !== undefined) this.#onEvict(evicted);
    const entry = make(this.#lastCursor);
    this.#slots[slot] = entry;
    return entry;
  }

  /** Entries with a cursor greater than `after`, oldest first. */
  *after(after: number): Generator<T> {
    for (let cursor = Math.max(after + 1, this.firstCursor); cursor <= this.#lastCursor; cursor += 1) {
      const entry = this.#slots[this.#slotOf(cursor)];
      if (entry !== undefined) yield entry;
    }
  }

  /** Forgets the entries. Cursors go on, so that a reader's old cursor never points into the future. */
  clear(): void {
    this.#slots.length = 0;
    this.#cleared = this.#lastCursor;
  }

  #slotOf(cursor: number): number {
    return (cursor - this.#cleared - 1) % this.#capacity;
  }
}
