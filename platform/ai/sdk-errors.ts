/** Errors of the `ai` SDK as ours, decided by codes and statuses, never by the words of a message. */
import { APICallError } from 'ai';
import { HttpFailure } from '../http/errors.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { ModelFailure } from './failure.ts';

/** The status with which an endpoint refused, null for any other error. */
export function refusalStatus(error: unknown): number | null {
  return APICallError.isInstance(error) ? (error.statusCode ?? null) : null;
}

export function asModelFailure(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const http = httpFailureIn(error);
  if (http) return new ModelFailure(http.code, http.message, { isRetryable: http.isRetryable });
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return new ModelFailure('call_timeout', 'There was no complete answer in time.', { isRetryable: true });
  }
  if (!APICallError.isInstance(error)) {
    // An answer in JSON that isn't one of a chat completion.
    return new ModelFailure('ai_unusable_answer', 'The endpoint answered in a form that is not understood.', {
      isRetryable: true,
    });
  }
  const status = error.statusCode ?? 0;
  if (status >= 200 && status < 300) {
    return new ModelFailure('ai_unusable_answer', 'The endpoint answered in a form that is not understood.', {
      isRetryable: true,
    });
  }
  return new ModelFailure('call_failed', describeStatus(status), {
    isRetryable: status === 408 || status === 429 || status >= 500,
    retryAfterMs: retryAfterMs(error.responseHeaders?.['retry-after']),
  });
}

function describeStatus(status: number): string {
  switch (status) {
    case 401:
    case 403:
      return `The endpoint refuses the API key (status ${status}).`;
    case 404:
      return 'The endpoint knows no such model or address (status 404).';
    case 429:
      return 'The endpoint takes no more requests just now (status 429).';
    default:
      return `The endpoint answered with status ${status}.`;
  }
}

function httpFailureIn(error: unknown): HttpFailure | null {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof HttpFailure) return current;
    current = current.cause;
  }
  return null;
}
