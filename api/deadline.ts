/** Postgres stops a slow statement by itself; these limits are for a server that doesn't answer at all. */

/** More than Postgres' own limit for a statement, so that this one counts only when it is out of reach. */
export const REQUEST_LIMIT_MS = 15_000;
/**
 * The longest that a request waits for Meta or for a thread, its transaction open. Shorter than the request, or the work would go on, and
 * be committed, after the caller heard `timeout`.
 */
export const OUTSIDE_LIMIT_MS = REQUEST_LIMIT_MS - 2_000;

export class DeadlineError extends Error {
  readonly code = 'deadline_exceeded';
}

interface Cancellable<Result> extends Promise<Result> {
  /** Takes a query out of the line, or asks the server to stop it. */
  cancel?(): void;
}

/** @throws DeadlineError when the work isn't done in time; it may still be done later */
export async function withinMs<Result>(
  work: Cancellable<Result>,
  limitMs: number,
  what: string,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError(`${what} took longer than ${limitMs} ms.`));
      work.cancel?.();
    }, limitMs);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
