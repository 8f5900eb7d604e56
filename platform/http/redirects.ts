/** What a redirect makes of a request (Fetch standard, HTTP-redirect fetch), stricter where secrets are concerned. */
import { refused } from './errors.ts';
import type { GuardedHeader, GuardedRequest } from './request.ts';

export const MAX_REDIRECTS = 3;

/** Never sent on to another origin, secret or not: they prove who the caller is there. */
const CREDENTIAL_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);

export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/**
 * The request that follows. POST becomes GET on 301 and 302, everything on 303; 307 and 308 repeat it whole. Another
 * origin (scheme, host or port) gets no secret.
 * @throws HttpFailure when the address can't be read or leads from https to http
 */
export function followedRequest<Request extends GuardedRequest>(
  request: Request,
  status: number,
  location: string,
): Request {
  const from = new URL(request.url);
  const to = URL.parse(location, from);
  if (to === null) throw refused('The server redirects to something that is no address.');
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw refused('The server redirects from https to http.');
  }
  to.hash = '';
  const losesBody = status === 303 || (request.method === 'POST' && (status === 301 || status === 302));
  const staysHome = from.origin === to.origin;
  const isKept = ({ name, isSecret }: GuardedHeader) =>
    (staysHome || (!isSecret && !CREDENTIAL_HEADERS.has(name.toLowerCase()))) &&
    !(losesBody && name.toLowerCase().startsWith('content-'));
  return {
    ...request,
    url: to.href,
    method: losesBody ? 'GET' : request.method,
    headers: request.headers.filter(isKept),
    body: losesBody ? null : request.body,
  };
}
