/** One JSON logger per process. Message text, names, phone numbers and secrets are never given to it. */
import { pino, type BaseLogger, type DestinationStream } from 'pino';

/** No children: pino hides nothing in what they are made with. */
export type Logger = BaseLogger;

/** @param destination standard output when not given */
export function createLogger(name: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    name,
    level,
    base: { name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    // A second fence behind "don't log it".
    formatters: { log: hideAll },
    serializers: { err: describeError },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** An error as code, message and stack: libraries hang queries, parameters and bodies on theirs, and those stay out. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { name, code, message, stack, cause };
}

/** Words at the end of a key, whatever stands before them and however it is written: `accessToken`, `PARLEY_MASTER_KEY`. */
const SECRET =
  /(token|secret|password|passphrase|authorization|cookie|envelope|(master|api|secret|private)key)s?$/;
/** What people wrote, and where it may be in. */
const PERSONAL = new Set(['body', 'text', 'caption', 'query', 'parameters', 'phone', 'waid', 'email']);
const HIDDEN = '[hidden]';
/** Nothing that we log is deeper; what has no end ends here. */
const MAX_DEPTH = 8;

function hideAll(object: object): Record<string, unknown> {
  return Object.fromEntries(
    // The serializer describes it, and says nothing of what is no error.
    Object.entries(object).map(([key, value]) => [key, key === 'err' ? value : hide(key, value, 1)]),
  );
}

function hide(key: string, value: unknown, depth: number): unknown {
  if (isHidden(key)) return value === undefined ? undefined : HIDDEN;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value);
  // Bytes are bodies, files and envelopes.
  if (ArrayBuffer.isView(value) || depth > MAX_DEPTH) return HIDDEN;
  if (Array.isArray(value)) return value.map((item: unknown) => hide('', item, depth + 1));
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return hide('', (value.toJSON as () => unknown)(), depth + 1);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, hide(name, inner, depth + 1)]),
  );
}

function isHidden(key: string): boolean {
  const plain = key.toLowerCase().replaceAll(/[^a-z]/g, '');
  return SECRET.test(plain) || PERSONAL.has(plain);
}
