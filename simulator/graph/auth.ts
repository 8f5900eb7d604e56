import type { Exchange } from '../http/exchange.ts';
import { demo } from '../seed.ts';
import type { State } from '../state.ts';
import { GraphError } from './errors.ts';

/** Lets a request with a good token pass; throws 104 without one and 190 with a wrong, expired or revoked one. */
export function authorize(state: State, { request, search, path }: Exchange): void {
  const token = bearerToken(request.headers.authorization) ?? queryToken(search);
  if (token === undefined || token === '') throw new GraphError(104);
  if (path.endsWith('/debug_token') && token === `${demo.appId}|${state.identity.appSecret}`) return;
  if (!state.tokens.has(token)) throw new GraphError(190);
  if (state.settings.tokenState === 'expired') {
    throw new GraphError(190, undefined, {
      subcode: 463,
      message: 'Error validating access token: Session has expired.',
    });
  }
  if (state.settings.tokenState === 'revoked') {
    throw new GraphError(190, undefined, {
      subcode: 460,
      message:
        'Error validating access token: The session has been invalidated because the user changed their password.',
    });
  }
}

function bearerToken(header: string | undefined): string | undefined {
  return header !== undefined && /^bearer /i.test(header) ? header.slice(7).trim() : undefined;
}

function queryToken(search: string): string | undefined {
  if (!search.includes('access_token=')) return undefined;
  return new URLSearchParams(search).get('access_token') ?? undefined;
}
