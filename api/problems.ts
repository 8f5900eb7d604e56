/**
 * Every way in which the API says no: RFC 9457 problem documents with a stable `code`. The table is the catalogue that
 * `/docs` shows; a code never changes its meaning.
 */
import type { FlowProblem, Problem } from '../core/api/schemas.ts';

export const problemKinds = {
  bad_request: { status: 400, title: 'The request can’t be read' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  unauthenticated: { status: 401, title: 'Sign in, or send a valid API key' },
  forbidden: { status: 403, title: 'Your role doesn’t allow this' },
  not_found: { status: 404, title: 'There is nothing here, or it is not yours' },
  contact_exists: { status: 409, title: 'There is already a contact with this phone number' },
  segment_exists: { status: 409, title: 'There is already a segment with this name' },
  segment_in_use: { status: 409, title: 'A published flow needs this segment' },
  window_closed: { status: 409, title: 'The 24-hour window is closed: only a template may be sent' },
  wrong_flow_status: { status: 409, title: 'The flow’s state doesn’t allow this' },
  stale_draft: { status: 409, title: 'The draft was changed since you loaded it' },
  run_ended: { status: 409, title: 'The run is over' },
  run_not_waiting: { status: 409, title: 'The run waits for no decision: no step of it failed' },
  job_ended: { status: 409, title: 'The job is over' },
  idempotency_key_reused: { status: 409, title: 'This Idempotency-Key was used for another request' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json in UTF-8' },
  invalid_input: { status: 422, title: 'Some values are wrong' },
  flow_unreadable: { status: 422, title: 'The document is not a flow' },
  flow_has_errors: { status: 422, title: 'The flow has errors that block publishing' },
  rate_limited: { status: 429, title: 'Too many requests: wait and try again' },
  internal: { status: 500, title: 'Something went wrong on our side' },
  database_unavailable: { status: 503, title: 'The database can’t be reached: try again in a moment' },
  timeout: { status: 503, title: 'This took too long and was stopped: try again' },
  temporal_unavailable: { status: 503, title: 'Runs can’t be reached just now: try again in a moment' },
  auth_unavailable: { status: 503, title: 'Sign-in keys can’t be fetched: try again in a moment' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problemKinds;

export interface FieldError {
  /** Path in the body, for example `tags.0`; a query parameter's or header's name. */
  field: string;
  message: string;
}

export interface ProblemExtras {
  /** One sentence about this occurrence, for people. */
  detail?: string;
  errors?: FieldError[];
  /** What a flow lacks, for `flow_unreadable` and `flow_has_errors`. */
  problems?: FlowProblem[];
  /** The contact that is in the way, for `contact_exists`. */
  contactId?: string;
  /** The revision to load, for `stale_draft`. */
  draftRev?: number;
}

/** Thrown anywhere below a request; the error handler turns it into the answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, extras: ProblemExtras = {}, options?: ErrorOptions) {
    super(extras.detail ?? problemKinds[code].title, options);
    this.code = code;
    this.extras = extras;
  }

  get status(): number {
    return problemKinds[this.code].status;
  }
}

/** A value that a handler refuses although the contract allows its shape. */
export function invalidField(field: string, message: string): ApiError {
  return new ApiError('invalid_input', { detail: `${field}: ${message}`, errors: [{ field, message }] });
}

export function problemDocument(error: ApiError, requestId: string): Problem & ProblemExtras {
  const { status, title } = problemKinds[error.code];
  return { type: `/docs#${error.code}`, title, status, code: error.code, requestId, ...error.extras };
}
