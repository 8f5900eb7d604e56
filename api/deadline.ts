/** Postgres stops a slow statement by itself; these limits are for a server that doesn't answer at all. */

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
