/** Who is signed in. Supabase Auth keeps the tokens and renews them; this store mirrors the part the studio shows. */
import { create } from 'zustand';
import { toAuthFailure } from './auth-failure.ts';
import { loadSupabase } from './supabase.ts';

export type SessionState =
  { status: 'loading' } | { status: 'signedOut' } | { status: 'signedIn'; userId: string; email: string };

export const useSession = create<SessionState>(() => ({ status: 'loading' }));

let started: Promise<void> | null = null;

/** Resolves when it is known whether somebody is signed in. Throws when the server can't be reached. */
export function startSession(): Promise<void> {
  started ??= start().catch((error: unknown) => {
    started = null;
    throw error;
  });
  return started;
}

async function start(): Promise<void> {
  const supabase = await loadSupabase();
  const { data } = await supabase.auth.getSession();
  mirror(data.session?.user);
  supabase.auth.onAuthStateChange((_event, session) => mirror(session?.user));
}

function mirror(user: { id: string; email?: string } | undefined): void {
  useSession.setState(
    user ? { status: 'signedIn', userId: user.id, email: user.email ?? '' } : { status: 'signedOut' },
    true,
  );
}

/** Signs in; throws an error whose message is fit to be shown. */
export async function signIn(email: string, password: string): Promise<void> {
  await startSession();
  const supabase = await loadSupabase();
  const { data, error } = await supabase.auth.signInWithPassword({ email, password });
  if (error) throw toAuthFailure(error);
  mirror(data.user);
}

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

/**
 * Makes an account. `checkMail`: the address is to be confirmed first, by a link that leads to `next`. An address that is taken
 * gives the same answer where Supabase keeps that secret. Throws an error whose message is fit to be shown.
 */
export async function signUp(
  { name, email, password }: NewAccount,
  next: string | undefined,
): Promise<'signedIn' | 'checkMail'> {
  await startSession();
  const supabase = await loadSupabase();
  const emailRedirectTo = pageUrl('/auth/confirm', next);
  const { data, error } = await supabase.auth.signUp({
    email,
    password,
    options: { data: { name }, emailRedirectTo },
  });
  if (error) throw toAuthFailure(error);
  if (!data.session) return 'checkMail';
  mirror(data.session.user);
  return 'signedIn';
}

/** Mails a link to `/reset-password`, if there is such an account; nobody is told whether there is. */
export async function requestPasswordReset(email: string): Promise<void> {
  const supabase = await loadSupabase();
  const redirectTo = pageUrl('/reset-password');
  const { error } = await supabase.auth.resetPasswordForEmail(email, { redirectTo });
  if (error && error.code !== 'user_not_found') throw toAuthFailure(error);
}

/** Also signs out everywhere else: whoever knew the old one is no longer in. */
export async function setNewPassword(password: string): Promise<void> {
  const supabase = await loadSupabase();
  const { error } = await supabase.auth.updateUser({ password });
  if (error) throw toAuthFailure(error);
  await supabase.auth.signOut({ scope: 'others' });
}

/** Shown to others from the next token on, which is asked for at once. */
export async function setOwnName(name: string): Promise<void> {
  const supabase = await loadSupabase();
  const { error } = await supabase.auth.updateUser({ data: { name } });
  if (error) throw toAuthFailure(error);
  await supabase.auth.refreshSession();
}

function pageUrl(path: string, next?: string): string {
  return `${window.location.origin}${path}${next ? `?next=${encodeURIComponent(next)}` : ''}`;
}

/** Signs out here even when the server can't be told. */
export async function signOut(): Promise<void> {
  const supabase = await loadSupabase();
  const { error } = await supabase.auth.signOut({ scope: 'local' });
  if (error) useSession.setState({ status: 'signedOut' }, true);
  mirror(undefined);
}

/** The access token, renewed when it is about to expire or when `renew` says the server refused it. */
export async function accessToken(renew: boolean): Promise<string | null> {
  const supabase = await loadSupabase();
  if (renew) {
    const { data } = await supabase.auth.refreshSession();
    return data.session?.access_token ?? null;
  }
  const { data } = await supabase.auth.getSession();
  return data.session?.access_token ?? null;
}
