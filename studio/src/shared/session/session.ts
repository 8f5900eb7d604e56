/** Who is signed in. Supabase Auth keeps the tokens and renews them; this store mirrors the part the studio shows. */
import { create } from 'zustand';
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
  if (error) {
    if (error.status === 400 || error.status === 401) throw new Error('Email or password is not right.');
    if (error.status === 429) throw new Error('Too many tries. Wait a minute and try again.');
    throw new Error('Sign-in is not reachable just now. Try again in a moment.', { cause: error });
  }
  mirror(data.user);
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
