/** Limits of `/v1` and its documentation per address and per caller. Webhooks have none: Meta decides how many there are. */
import { rateLimit } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { ConfigError } from '../../platform/config.ts';
import { ApiError } from '../problems.ts';
import { stateOf } from '../request-state.ts';
import type { SharedCounts } from './shared-counts.ts';

export interface RateLimits {
  perIpPerMinute: number;
  perTokenPerMinute: number;
  /** API processes on one database limit together; false: each by itself. */
  isShared: boolean;
  /** For tests. */
  now?: () => number;
}

export interface Limiters {
  /** Stands before authentication, so that guessing tokens is limited too. */
  perIp: RequestHandler;
  /** Stands behind authentication: one person or key, whatever addresses it uses. */
  perToken: RequestHandler;
}

export const WINDOW_MS = 60_000;
const perMinute = z.coerce.number().int().min(1);
const schema = z.object({
  API_RATE_LIMIT_PER_IP: perMinute.default(6_000),
  API_RATE_LIMIT_PER_TOKEN: perMinute.default(3_000),
  API_RATE_LIMIT_SHARED: z.enum(['true', 'false']).default('true'),
});

/** @throws ConfigError */
export function readRateLimits(env: NodeJS.ProcessEnv): RateLimits {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ConfigError(`Wrong configuration. ${faults.join('; ')}.`);
  }
  return {
    perIpPerMinute: result.data.API_RATE_LIMIT_PER_IP,
    perTokenPerMinute: result.data.API_RATE_LIMIT_PER_TOKEN,
    isShared: result.data.API_RATE_LIMIT_SHARED === 'true',
  };
}

export function createLimiters(limits: RateLimits, counts: SharedCounts): Limiters {
  const common = (identifier: string) => ({
    windowMs: WINDOW_MS,
    identifier,
    store: counts.storeOf(identifier),
    standardHeaders: 'draft-8' as const,
    legacyHeaders: false,
    handler: ((_request, _response, next) => next(new ApiError('rate_limited'))) satisfies RequestHandler,
  });
  return {
    perIp: rateLimit({ ...common('ip'), limit: limits.perIpPerMinute }),
    perToken: rateLimit({
      ...common('token'),
      limit: limits.perTokenPerMinute,
      keyGenerator: (_request, response) => {
        const { principal } = stateOf(response);
        return principal ? `${principal.kind}:${principal.id}` : 'nobody';
      },
    }),
  };
}
