import type { Problem, ProblemCode } from './generated/types.gen.js';

/** An answer that is no success (a problem document, RFC 9457), or no answer at all: `status` 0, code `network_error`. */
export class ParleyError extends Error {
  override readonly name = 'ParleyError';
  readonly status: number;
  readonly code: ProblemCode | 'network_error' | 'unreadable_answer';
  /** Fields of the request that are wrong, by their path. */
  readonly fields: readonly { field: string; message: string }[];
  /** Tell it to whoever runs the server: it finds the request in the log. */
  readonly requestId: string | null;
  /** The document as it came; null when there was none. */
  readonly problem: Problem | null;

  constructor(response: Response | undefined, body: unknown, cause?: unknown) {
    const problem = isProblem(body) ? body : null;
    const fallback = response ? `The server answered ${response.status}` : 'No answer from the server';
    super(problem?.detail ?? problem?.title ?? fallback, { cause });
    this.status = response?.status ?? 0;
    this.code = problem?.code ?? (response ? 'unreadable_answer' : 'network_error');
    this.fields = problem?.errors ?? [];
    this.requestId = problem?.requestId ?? response?.headers.get('x-request-id') ?? null;
    this.problem = problem;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'requestId' in body;
}
