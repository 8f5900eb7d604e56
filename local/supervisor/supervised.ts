import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../process/log.ts';

/** A part that is up. */
export type Running = {
  /** Settles when the part has ended, however it ended; the value is said in the log. */
  exited: Promise<string>;
  stop(): Promise<void>;
};

export type Restarts = {
  firstDelayMs: number;
  maxDelayMs: number;
  /** A part that ran this long counts as healthy again: the next delay is the first one. */
  healthyAfterMs: number;
};

const RESTARTS: Restarts = { firstDelayMs: 500, maxDelayMs: 30_000, healthyAfterMs: 60_000 };

/**
 * A part that is started again when it ends by itself. Modes: `starting` (first start, whose failure is thrown),
 * `running`, `waiting` (ended; starts again after a delay that doubles up to a limit), `stopped` (for good).
 */
export class Supervised {
  readonly name: string;
  readonly #start: () => Promise<Running>;
  readonly #log: Log;
  readonly #restarts: Restarts;
  readonly #stopping = new AbortController();
  #starting: Promise<void> | undefined;
  #running: Running | undefined;
  #watch: Promise<void> | undefined;

  constructor(name: string, start: () => Promise<Running>, log: Log, restarts: Partial<Restarts> = {}) {
    this.name = name;
    this.#start = start;
    this.#log = log;
    this.#restarts = { ...RESTARTS, ...restarts };
  }

  /** Resolves when the part is ready; from then on it is kept running. */
  start(): Promise<void> {
    this.#starting = (async () => {
      const running = await this.#start();
      if (this.#stopping.signal.aborted) return running.stop();
      this.#running = running;
      this.#watch = this.#keepRunning(running);
    })();
    return this.#starting;
  }

  /** Ends the part and forgets about it; safe in every mode and to call twice. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#starting?.catch(() => {}); // told to whoever started it
    await this.#running?.stop();
    await this.#watch;
  }

  async #keepRunning(first: Running): Promise<void> {
    const { firstDelayMs, maxDelayMs, healthyAfterMs } = this.#restarts;
    const { signal } = this.#stopping;
    let running = first;
    let delayMs = firstDelayMs;
    for (;;) {
      const startedAt = performance.now();
      const how = await running.exited;
      this.#running = undefined;
      if (signal.aborted) return;
      if (performance.now() - startedAt > healthyAfterMs) delayMs = firstDelayMs;
      let why = how;
      for (;;) {
        this.#log(`${why}; starting it again in ${delayMs / 1000} s`);
        await sleep(delayMs, undefined, { signal }).catch(() => {});
        if (signal.aborted) return;
        delayMs = Math.min(delayMs * 2, maxDelayMs);
        try {
          running = await this.#start();
          break;
        } catch (error) {
          if (signal.aborted) return;
          why = error instanceof Error ? error.message : String(error);
        }
      }
      if (signal.aborted) return running.stop();
      this.#running = running;
      this.#log('running again');
    }
  }
}
