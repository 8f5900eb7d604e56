import { accessToken, signOut } from '../session/session.ts';
import { createApiClient } from './client.ts';

/** The studio's one API client, speaking as the signed-in user. */
export const api = createApiClient({ accessToken, onSignedOut: () => void signOut() });
