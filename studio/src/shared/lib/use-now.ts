import { useSyncExternalStore } from 'react';

/** One timer per tick length for the whole page, however many countdowns are shown. */
class Clock {
  readonly #tickMs: number;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setInterval> | null = null;
  #now = new Date();

  constructor(tickMs: number) {
    this.#tickMs = tickMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => this.#tick(), this.#tickMs);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  };

  readonly read = (): Date => {
    // Without a running timer the kept time may be old; within one render it must not change.
    if (this.#timer === null && Date.now() - this.#now.getTime() > this.#tickMs) this.#now = new Date();
    return this.#now;
  };

  #tick(): void {
    this.#now = new Date();
    for (const listener of this.#listeners) listener();
  }
}

const everySecond = new Clock(1_000);
const everyHalfMinute = new Clock(30_000);

/** The present, renewed every second or every half minute. */
export function useNow(tick: 'second' | 'halfMinute'): Date {
  const clock = tick === 'second' ? everySecond : everyHalfMinute;
  return useSyncExternalStore(clock.subscribe, clock.read);
}
