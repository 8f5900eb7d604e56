/** Access tokens of Supabase Auth: HS256 with the project's secret, or ES256 with its published keys. */
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyResult } from 'jose';
import { ApiError } from '../problems.ts';
import type { UserPrincipal } from './principal.ts';

export interface UserTokenSettings {
  supabaseUrl: string;
  /** Absent: keys come from `{supabaseUrl}/auth/v1/.well-known/jwks.json`. */
  jwtSecret?: string;
}

export type VerifyUserToken = (token: string) => Promise<UserPrincipal>;

/** Clocks of two machines may differ by this much. */
const CLOCK_TOLERANCE_SECONDS = 5;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The algorithm is fixed by our configuration; what a token says about itself decides nothing. */
export function createUserTokenVerifier(settings: UserTokenSettings): VerifyUserToken {
  const verify = settings.jwtSecret ? bySecret(settings.jwtSecret) : byPublishedKeys(settings.supabaseUrl);
  return async (token) => toPrincipal((await explainFailure(verify(token))).payload);
}

type Verify = (token: string) => Promise<JWTVerifyResult>;

function bySecret(secret: string): Verify {
  const key = new TextEncoder().encode(secret);
  return (token) =>
    jwtVerify(token, key, {
      algorithms: ['HS256'],
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
}

function byPublishedKeys(supabaseUrl: string): Verify {
  const issuer = `${supabaseUrl.replace(/\/$/, '')}/auth/v1`;
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), { timeoutDuration: 3_000 });
  return (token) =>
    jwtVerify(token, keys, {
      algorithms: ['ES256'],
      issuer,
      audience: 'authenticated',
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
}

async function explainFailure(verifying: Promise<JWTVerifyResult>): Promise<JWTVerifyResult> {
  try {
    return await verifying;
  } catch (cause) {
    // Anything else than a complaint about the token: the keys could not be fetched.
    const isAboutToken = cause instanceof errors.JOSEError && !keyFetchCodes.has(cause.code);
    throw new ApiError(isAboutToken ? 'unauthenticated' : 'auth_unavailable', {}, { cause });
  }
}

const keyFetchCodes = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/** Tokens of other roles (`anon`, `service_role`) are signed with the same key and are no people. */
function toPrincipal(claims: JWTPayload): UserPrincipal {
  if (claims.role !== 'authenticated' || !UUID.test(claims.sub ?? '')) throw new ApiError('unauthenticated');
  const metadata = (claims.user_metadata ?? {}) as Record<string, unknown>;
  return {
    kind: 'user',
    id: claims.sub!.toLowerCase(),
    email: textOf(claims.email),
    name: textOf(metadata.name) ?? textOf(metadata.full_name),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
