/**
 * Every way in which the API says no: RFC 9457 problem documents with a stable `code`. The table is the catalogue that
 * `/docs` shows; a code never changes its meaning.
 */
import type { CampaignProblem } from '../core/campaigns/problems.ts';
import type { FlowProblem, Problem } from '../core/api/schemas.ts';

export const problemKinds = {
  bad_request: { status: 400, title: 'The request can’t be read' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  unauthenticated: { status: 401, title: 'Sign in, or send a valid API key' },
  forbidden: { status: 403, title: 'Your role doesn’t allow this' },
  key_too_strong: { status: 403, title: 'An API key can’t do more than who makes it' },
  not_found: { status: 404, title: 'There is nothing here, or it is not yours' },
  contact_exists: { status: 409, title: 'There is already a contact with this phone number' },
  last_owner: {
    status: 409,
    title: 'An organisation keeps at least one owner: make somebody else an owner first',
  },
  organization_limit: { status: 409, title: 'You own 20 organisations already' },
  invitation_limit: {
    status: 409,
    title: 'There are 100 open invitations, or 300 went out today: wait, or revoke some',
  },
  invitation_closed: { status: 409, title: 'The invitation was accepted or revoked' },
  invitation_expired: { status: 410, title: 'The invitation has expired: ask for a new one' },
  invitation_revoked: { status: 410, title: 'The invitation was withdrawn' },
  invitation_used: { status: 410, title: 'The invitation was accepted already' },
  wrong_account: {
    status: 403,
    title: 'The invitation is for another address than the one you are signed in with',
  },
  address_unverified: {
    status: 403,
    title: 'Confirm your address first: there is a link in the mail you got at sign-up',
  },
  people_only: { status: 403, title: 'Only a signed-in person can do this, no API key' },
  not_the_author: {
    status: 403,
    title: 'A note is changed by who wrote it, and deleted by them or an admin',
  },
  team_exists: { status: 409, title: 'There is already a team with this name' },
  last_identity: { status: 409, title: 'A contact keeps at least one number or id' },
  attribute_exists: { status: 409, title: 'There is already an attribute with this name' },
  segment_exists: { status: 409, title: 'There is already a segment with this name' },
  segment_in_use: { status: 409, title: 'A published flow or another segment needs this segment' },
  file_in_use: { status: 409, title: 'A published flow or a campaign sends this file' },
  segment_in_itself: { status: 422, title: 'A segment can’t be in itself, nor in one that is in it' },
  segments_too_deep: { status: 422, title: 'More than five segments are in one another' },
  asset_taken: { status: 409, title: 'Another organisation has this WhatsApp account or number' },
  window_closed: { status: 409, title: 'The 24-hour window is closed: only a template may be sent' },
  wrong_flow_status: { status: 409, title: 'The flow’s state doesn’t allow this' },
  stale_draft: { status: 409, title: 'The draft was changed since you loaded it' },
  run_ended: { status: 409, title: 'The run is over' },
  run_not_waiting: { status: 409, title: 'The run waits for no decision: no step of it failed' },
  template_exists: { status: 409, title: 'There is already a template with this name and language' },
  template_name_blocked: {
    status: 409,
    title: 'A template of this name was deleted: Meta keeps the name for 30 days, so choose another one',
  },
  template_limit: { status: 409, title: 'The account has as many templates as Meta allows: delete some' },
  wrong_template_status: { status: 409, title: 'The template’s state doesn’t allow this' },
  too_many_keys: { status: 409, title: 'There are 100 working API keys: revoke one first' },
  webhook_limit: { status: 409, title: 'There are 20 webhooks already: delete one first' },
  webhook_disabled: { status: 409, title: 'The webhook is disabled: enable it first' },
  key_ended: { status: 409, title: 'The API key was revoked or has expired: make a new one' },
  wrong_campaign_status: { status: 409, title: 'The campaign’s state doesn’t allow this' },
  own_approval: { status: 409, title: 'A campaign is approved by somebody else than who started it' },
  job_ended: { status: 409, title: 'The job is over' },
  letter_settled: { status: 409, title: 'It was tried again with success, or is done with' },
  letter_not_replayable: { status: 409, title: 'It can’t be tried again: `obstacle` says why' },
  wrong_import_status: { status: 409, title: 'The import’s state doesn’t allow this' },
  idempotency_key_reused: { status: 409, title: 'This Idempotency-Key was used for another request' },
  precondition_failed: {
    status: 412,
    title: 'It was changed since you loaded it: If-Match names another ETag',
  },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json in UTF-8' },
  unusable_file: { status: 422, title: 'WhatsApp takes no such file' },
  unreadable_file: { status: 422, title: 'The file can’t be read as a table of contacts' },
  invalid_input: { status: 422, title: 'Some values are wrong' },
  token_refused: { status: 422, title: 'Meta refuses this token for this account' },
  template_refused: { status: 422, title: 'Meta refuses this template' },
  campaign_has_errors: { status: 422, title: 'The campaign lacks something before it can go out' },
  flow_unreadable: { status: 422, title: 'The document is not a flow' },
  flow_has_errors: { status: 422, title: 'The flow has errors that block publishing' },
  rate_limited: { status: 429, title: 'Too many requests: wait and try again' },
  whatsapp_throttled: {
    status: 429,
    title: 'Meta takes no more requests for this account: try again in an hour',
  },
  internal: { status: 500, title: 'Something went wrong on our side' },
  database_unavailable: { status: 503, title: 'The database can’t be reached: try again in a moment' },
  timeout: { status: 503, title: 'This took too long and was stopped: try again' },
  temporal_unavailable: { status: 503, title: 'Runs can’t be reached just now: try again in a moment' },
  whatsapp_unavailable: { status: 503, title: 'Meta can’t be reached just now: try again in a moment' },
  storage_unavailable: { status: 503, title: 'Files can’t be kept just now: try again in a moment' },
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
  /** What a campaign lacks, for `campaign_has_errors`. */
  campaignProblems?: CampaignProblem[];
  /** The contact that is in the way, for `contact_exists`. */
  contactId?: string;
  /** The contact that the one asked for was merged into, for `not_found`. */
  mergedInto?: string;
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
  return { type: `/docs/errors#${error.code}`, title, status, code: error.code, requestId, ...error.extras };
}
