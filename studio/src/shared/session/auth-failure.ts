/** What Supabase Auth refuses, in words for people. */

const sentences: Record<string, string> = {
  invalid_credentials: 'Email or password is not right.',
  email_not_confirmed: 'Confirm your address first: open the link in the mail you got at sign-up.',
  user_already_exists: 'There is an account with this address already. Sign in instead.',
  email_exists: 'There is an account with this address already. Sign in instead.',
  weak_password: 'This password is too easy to guess. Use a longer one, with letters, digits and signs.',
  same_password: 'This is your password already. Choose another.',
  email_address_invalid: 'Mails can’t reach this address. Check it, or use another.',
  email_address_not_authorized: 'This server may not send mails to this address.',
  signup_disabled: 'New accounts are switched off on this server.',
  email_provider_disabled: 'New accounts are switched off on this server.',
  over_email_send_rate_limit: 'Too many mails were asked for. Wait some minutes and try again.',
  over_request_rate_limit: 'Too many tries. Wait a minute and try again.',
  user_banned: 'This account is locked.',
  otp_expired: 'The link has expired or was used already.',
  session_not_found: 'You were signed out. Sign in and try again.',
  reauthentication_needed: 'Sign in again first, then change your password.',
};

export interface AuthErrorLike {
  code?: string;
  status?: number;
}

/** An error whose message is fit to be shown; `code` is Supabase's. */
export class AuthFailure extends Error {
  override name = 'AuthFailure';
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

export function toAuthFailure(error: AuthErrorLike): AuthFailure {
  const known = sentences[error.code ?? ''];
  if (known) return new AuthFailure(known, error.code, error);
  if (error.status === 429) return new AuthFailure(sentences['over_request_rate_limit']!, error.code, error);
  // Older servers name no code.
  if (error.status === 400 || error.status === 401)
    return new AuthFailure(sentences['invalid_credentials']!, error.code, error);
  return new AuthFailure('Sign-in is not reachable just now. Try again in a moment.', error.code, error);
}
