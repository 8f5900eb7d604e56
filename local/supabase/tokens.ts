import { jwtVerify, SignJWT } from 'jose';

type UserFacts = { app_metadata?: unknown; user_metadata?: unknown; is_anonymous?: boolean };

export type TokenOptions = {
  jwtSecret: string;
  /** As on hosted: the service's address followed by `/auth/v1`. */
  issuer: string;
  /** Asks Auth who a token belongs to. */
  userOf(token: string): Promise<UserFacts>;
};

/**
 * lite's access tokens lack claims that every hosted one has (`iss`, `aal`, `app_metadata`, `user_metadata`,
 * `is_anonymous`). Adds them to the tokens in an answer of Auth: in its JSON, or in the fragment of a redirect.
 */
export async function completeTokens(response: Response, options: TokenOptions): Promise<Response> {
  const location = response.headers.get('location');
  if (location?.includes('#access_token=')) {
    const [page, fragment] = location.split('#', 2) as [string, string];
    const parameters = new URLSearchParams(fragment);
    const token = parameters.get('access_token')!;
    parameters.set('access_token', await complete(token, await options.userOf(token), options));
    return Response.redirect(`${page}#${parameters.toString()}`, response.status);
  }
  if (!response.ok || !response.headers.get('content-type')?.includes('json')) return response;
  const body = (await response.json()) as { access_token?: string; user?: UserFacts } | null;
  if (body?.access_token && body.user)
    body.access_token = await complete(body.access_token, body.user, options);
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return Response.json(body, { status: response.status, headers });
}

async function complete(
  token: string,
  user: UserFacts,
  { jwtSecret, issuer }: TokenOptions,
): Promise<string> {
  const secret = new TextEncoder().encode(jwtSecret);
  const { payload } = await jwtVerify(token, secret, { algorithms: ['HS256'] });
  const claims = {
    ...payload,
    iss: issuer,
    aal: 'aal1',
    app_metadata: user.app_metadata ?? {},
    user_metadata: user.user_metadata ?? {},
    is_anonymous: user.is_anonymous ?? false,
  };
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(secret);
}
