/**
 * The session that a link of a mail brings. Supabase's own links end in tokens behind `#`, in `?code=`, or, with changed mail
 * templates, in `?token_hash=&type=`; a link that is too old ends in `error_code`.
 */
import type { EmailOtpType } from '@supabase/supabase-js';
import { toAuthFailure, type AuthFailure } from './auth-failure.ts';
import { startSession } from './session.ts';
import { loadSupabase } from './supabase.ts';

export type MailLink =
  | { kind: 'tokens'; accessToken: string; refreshToken: string }
  | { kind: 'code'; code: string }
  | { kind: 'hash'; tokenHash: string; type: EmailOtpType }
  | { kind: 'error'; code: string };

/** @returns null for an address that no mail led to */
export function readMailLink({ hash, search }: { hash: string; search: string }): MailLink | null {
  const behind = new URLSearchParams(hash.replace(/^#/, ''));
  const query = new URLSearchParams(search);
  const error =
    behind.get('error_code') ?? query.get('error_code') ?? behind.get('error') ?? query.get('error');
  if (error) return { kind: 'error', code: error };
  const [accessToken, refreshToken] = [behind.get('access_token'), behind.get('refresh_token')];
  if (accessToken && refreshToken) return { kind: 'tokens', accessToken, refreshToken };
  const [tokenHash, type] = [query.get('token_hash'), query.get('type')];
  if (tokenHash && type) return { kind: 'hash', tokenHash, type: type };
  const code = query.get('code');
  return code ? { kind: 'code', code } : null;
}

/** `none`: no mail led here; somebody may be signed in all the same. */
export type LinkOutcome = { kind: 'signedIn' } | { kind: 'none' } | { kind: 'failed'; failure: AuthFailure };

let taken: Promise<LinkOutcome> | null = null;

/** Signs in by the address of the page, once, and takes the tokens out of the address and the browser's history. */
export function takeMailLink(): Promise<LinkOutcome> {
  const link = readMailLink(window.location);
  if (link === null) return taken ?? startSession().then(() => ({ kind: 'none' }));
  const next = new URLSearchParams(window.location.search).get('next');
  window.history.replaceState(
    window.history.state,
    '',
    `${window.location.pathname}${next ? `?next=${encodeURIComponent(next)}` : ''}`,
  );
  taken = open(link);
  return taken;
}

async function open(link: MailLink): Promise<LinkOutcome> {
  await startSession();
  if (link.kind === 'error') return { kind: 'failed', failure: toAuthFailure({ code: 'otp_expired' }) };
  const { auth } = await loadSupabase();
  const { error } =
    link.kind === 'tokens'
      ? await auth.setSession({ access_token: link.accessToken, refresh_token: link.refreshToken })
      : link.kind === 'code'
        ? await auth.exchangeCodeForSession(link.code)
        : await auth.verifyOtp({ token_hash: link.tokenHash, type: link.type });
  return error ? { kind: 'failed', failure: toAuthFailure({ code: 'otp_expired' }) } : { kind: 'signedIn' };
}
