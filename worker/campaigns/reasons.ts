/** What an error of one message means for the campaign. */
import type { Fragment } from 'postgres';
import type { PauseReason } from '../../core/campaigns/statuses.ts';
import type { Sql, Tx } from '../../platform/db/pool.ts';

/** Codes whose class doesn't say it, or not as well. */
const byCode: Record<string, PauseReason> = {
  131048: 'spam_limit',
  132015: 'template_paused',
  // The gate's own.
  template_paused: 'template_paused',
  template_unknown: 'template_unusable',
  template_not_approved: 'template_unusable',
  no_token: 'token_refused',
};

const byClass: Record<string, PauseReason> = {
  account: 'account_blocked',
  token: 'token_refused',
  template: 'template_unusable',
};

/** Why the campaign pauses at once; null: it goes on. */
export function pauseReasonOf(error: { code: string; class?: string | null }): PauseReason | null {
  return byCode[error.code] ?? byClass[error.class ?? ''] ?? null;
}

/** Errors that pause at once, for who looks for them among messages. */
export const pausingClasses = Object.keys(byClass);
export const pausingCodes = Object.keys(byCode);

/** When what Meta held back is tried again: a day and up to two hours later, so that not all come at the same moment. */
export function cappedRetryAt(sql: Sql | Tx, after: Fragment): Fragment {
  return sql`(${after} + interval '1 day' + random() * interval '2 hours')`;
}
