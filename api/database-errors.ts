/** Postgres and connection errors as API errors, decided by codes, never by message text. */
import { ApiError, type ProblemCode } from './problems.ts';

const byCode: Record<string, ProblemCode> = {
  // Raised by our own functions (supabase/migrations).
  PA001: 'forbidden',
  PA002: 'forbidden',
  PA003: 'stale_draft',
  PA004: 'invalid_input', // no segment rules
  PA015: 'wrong_flow_status',
  PA020: 'last_owner',
  PA021: 'organization_limit',
  PA022: 'invitation_limit',
  PA023: 'invitation_closed',
  PA030: 'key_too_strong',
  PA031: 'too_many_keys',
  PA032: 'key_ended',
  PA033: 'people_only',
  PA050: 'wrong_import_status',
  PA060: 'segment_in_itself',
  PA061: 'segments_too_deep',
  PA062: 'segment_in_use',
  PA070: 'not_the_author',
  PA080: 'asset_taken',
  PA090: 'letter_settled',
  PA091: 'letter_not_replayable',
  PA100: 'webhook_limit',
  PA101: 'webhook_disabled',
  PA110: 'wrong_campaign_status',
  PA111: 'own_approval',
  '42501': 'forbidden', // insufficient_privilege, a row that a policy refuses included
  deadline_exceeded: 'timeout',
  '57014': 'timeout', // query_canceled by statement_timeout
  '55P03': 'timeout', // lock_not_available
  '40001': 'timeout', // serialization_failure
  '40P01': 'timeout', // deadlock_detected
  '53300': 'database_unavailable', // too_many_connections
  '57P01': 'database_unavailable', // admin_shutdown
  '57P02': 'database_unavailable', // crash_shutdown
  '57P03': 'database_unavailable', // cannot_connect_now
  '57P05': 'database_unavailable', // idle_session_timeout
  CONNECTION_CLOSED: 'database_unavailable',
  CONNECTION_DESTROYED: 'database_unavailable',
  CONNECTION_ENDED: 'database_unavailable',
  CONNECT_TIMEOUT: 'database_unavailable',
  ECONNREFUSED: 'database_unavailable',
  ECONNRESET: 'database_unavailable',
  EPIPE: 'database_unavailable',
  ENOTFOUND: 'database_unavailable',
  ENOENT: 'database_unavailable',
  EAI_AGAIN: 'database_unavailable',
  ETIMEDOUT: 'database_unavailable',
};

/** Class 22, data exception: the value doesn't fit its column, for example a number beyond int4. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

/** @returns null for an error that the caller didn't cause and we don't know: that is a 500 */
export function fromDatabaseError(error: unknown): ApiError | null {
  const code = errorCode(error);
  if (code === null) return null;
  const known = byCode[code];
  if (known) return new ApiError(known, {}, { cause: error });
  if (DATA_EXCEPTION.test(code)) {
    return new ApiError(
      'invalid_input',
      { detail: 'A value is out of range.', errors: [] },
      { cause: error },
    );
  }
  return null;
}

function errorCode(error: unknown): string | null {
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
