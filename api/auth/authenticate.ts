import type { Sql } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { API_KEY_PREFIX, findApiKey } from './api-key.ts';
import type { Principal } from './principal.ts';
import type { VerifyUserToken } from './user-token.ts';

/** Longer ones are no tokens of ours and are not worth hashing. */
const MAX_TOKEN_LENGTH = 8_192;

export type Authenticate = (authorization: string | undefined) => Promise<Principal>;

/** @returns a function from the Authorization header to the caller; it throws ApiError `unauthenticated` */
export function createAuthenticate(db: Sql, verifyUserToken: VerifyUserToken): Authenticate {
  return async (authorization) => {
    const token = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1];
    if (!token || token.length > MAX_TOKEN_LENGTH) throw new ApiError('unauthenticated');
    return token.startsWith(API_KEY_PREFIX) ? findApiKey(db, token) : verifyUserToken(token);
  };
}
