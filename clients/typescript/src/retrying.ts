const FIRST_WAIT_MS = 500;
/** Who must wait longer is told so instead. */
const LONGEST_WAIT_MS = 10_000;

/** Sends a request again where that is safe: POSTs carry an `Idempotency-Key`, the others may be repeated by their nature. */
export function retrying(send: typeof fetch, retries: number): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    for (let attempt = 0; ; attempt += 1) {
      const isLast = attempt >= retries;
      try {
        const response = await send(isLast ? request : request.clone());
        const waitMs = isTransient(response) ? waitOf(response, attempt) : null;
        if (isLast || waitMs === null || waitMs > LONGEST_WAIT_MS) return response;
        await response.body?.cancel();
        await pause(waitMs, request.signal);
      } catch (error) {
        if (isLast || request.signal.aborted) throw error;
        await pause(FIRST_WAIT_MS * 2 ** attempt, request.signal);
      }
    }
  };
}

function isTransient({ status }: Response): boolean {
  return status === 429 || status === 503;
}

function waitOf(response: Response, attempt: number): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : FIRST_WAIT_MS * 2 ** attempt;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
