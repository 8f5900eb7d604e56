import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './errors.ts';

export type WaitOptions = {
  timeoutMs?: number;
  /** First pause between two tries; it grows to four times this. */
  everyMs?: number;
  /** What is waited for, in words, for the error. */
  what?: string;
  signal?: AbortSignal;
};

/**
 * Calls `probe` until it answers something truthy and returns that. A throw counts as "not yet"; the last one
 * becomes the cause of the error.
 * @throws LocalError `not_ready` after `timeoutMs` (default 30 s); the signal's reason when aborted.
 */
export async function waitUntil<T>(
  probe: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<NonNullable<T>> {
  const { timeoutMs = 30_000, everyMs = 50, what = 'the condition', signal } = options;
  const giveUpAt = performance.now() + timeoutMs;
  let pauseMs = everyMs;
  let cause: unknown;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const value = await probe();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > giveUpAt) {
      const why = cause instanceof Error ? `: ${cause.message}` : '';
      throw new LocalError('not_ready', `${what} did not happen within ${timeoutMs / 1000} s${why}`, {
        cause,
      });
    }
    await sleep(pauseMs, undefined, { signal }).catch(() => signal?.throwIfAborted()); // its own error hides the reason
    pauseMs = Math.min(pauseMs * 1.3, everyMs * 4);
  }
}

/** Waits until `url` answers 200. */
export async function waitForHttp(
  url: string,
  options: WaitOptions & { headers?: Record<string, string> } = {},
): Promise<void> {
  await waitUntil(
    async () => {
      const response = await fetch(url, { headers: options.headers, signal: AbortSignal.timeout(2_000) });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      return true;
    },
    { what: `an answer of ${url}`, ...options },
  );
}
