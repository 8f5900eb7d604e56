/** One JSON logger per process. Message text, names, phone numbers and secrets are never given to it. */
import { pino, type Logger } from 'pino';

export type { Logger };

export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    // A second fence behind "don't log it": these keys never appear, whatever object they come in.
    redact: {
      paths: [
        '*.authorization',
        '*.access_token',
        '*.app_secret',
        '*.password',
        '*.body',
        '*.text',
        '*.query',
        '*.parameters',
      ],
      censor: '[hidden]',
    },
    serializers: { err: describeError },
  });
}

/** An error as code, message and stack: libraries hang queries, parameters and bodies on theirs, and those stay out. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { name, code, message, stack, cause };
}
