/** Slices that are written at the same time, and what must not be. */

/** Each keeps a core of Postgres busy. */
const WRITERS = 2;

export interface Slice {
  /** The numbers of its people: two slices that share one are written one after the other. */
  numbers: ReadonlySet<string>;
  /** Whether nothing else may be written meanwhile. */
  isAlone: boolean;
  /** @returns whether the work goes on */
  write(this: void): Promise<boolean>;
}

export class Lanes {
  readonly #writing = new Map<Promise<unknown>, ReadonlySet<string>>();
  #isOpen = true;
  #failure: { cause: unknown } | null = null;

  /**
   * Comes back when the slice has begun to be written.
   * @returns whether the work goes on
   * @throws what a slice threw before; then, as when the work is over, this one isn't written
   */
  async add({ numbers, isAlone, write }: Slice): Promise<boolean> {
    const mustWait = () =>
      this.#writing.size >= (isAlone ? 1 : WRITERS) ||
      [...this.#writing.values()].some((others) => [...numbers].some((number) => others.has(number)));
    while (this.#isUsable() && mustWait()) await Promise.race(this.#writing.keys());
    if (!this.#isUsable()) return this.#outcome();
    this.#begin(numbers, write);
    return isAlone ? this.finish() : true;
  }

  /** Waits for all that has begun. The same answers as of `add`. */
  async finish(): Promise<boolean> {
    await Promise.all(this.#writing.keys());
    return this.#outcome();
  }

  #begin(numbers: ReadonlySet<string>, write: () => Promise<boolean>): void {
    const writing = write()
      .then((isOpen) => {
        this.#isOpen &&= isOpen;
      })
      .catch((cause: unknown) => {
        this.#failure ??= { cause };
      })
      .finally(() => this.#writing.delete(writing));
    this.#writing.set(writing, numbers);
  }

  #isUsable(): boolean {
    return this.#isOpen && this.#failure === null;
  }

  #outcome(): boolean {
    if (this.#failure !== null) throw this.#failure.cause;
    return this.#isOpen;
  }
}
