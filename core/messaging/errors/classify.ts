/** From Meta's answer to what we do about it. */
import {
  errorCatalogue,
  errorRanges,
  retryOfClass,
  type CatalogueEntry,
  type ErrorClass,
  type RetryBehaviour,
} from './catalogue.ts';

/** A refusal as it came, from the answer to a POST or from a status. */
export interface SendErrorInput {
  /** Absent for errors that came with a status. */
  httpStatus?: number | null;
  code: number | null;
  subcode?: number | null;
  /** Meta's own word in some Graph errors. */
  isTransient?: boolean | null;
}

export interface SendErrorClass {
  /** Stable, for `messages.error_code`: Meta's code, or `http_503` when Meta gave none. */
  code: string;
  class: ErrorClass;
  retry: RetryBehaviour;
  /** Most attempts in all; null: until the message is given up. */
  maxAttempts: number | null;
  ours: boolean;
  title: string;
  /** False for a code that isn't in the catalogue: it was judged by HTTP status, and someone should look at it. */
  isKnown: boolean;
}

/** An unknown object id comes as this subcode of 100: the number is gone or the token can't see it. */
const UNKNOWN_OBJECT_SUBCODE = 33;
/** The throughput limit, also seen as the subcode of another code. */
const THROUGHPUT_SUBCODE = 2494055;

/** The class of a refusal. The code decides; an unknown one is judged by HTTP status: 429 and 5xx may be tried again. */
export function classifySendError(error: SendErrorInput): SendErrorClass {
  const { code, httpStatus } = error;
  const known = code === null ? undefined : lookUp(code, error.subcode ?? null);
  const entry = known ?? judgeByStatus(httpStatus ?? null, error.isTransient ?? false);
  return {
    code: code === null ? `http_${httpStatus ?? 'none'}` : String(code),
    class: entry.class,
    retry: entry.retry ?? retryOfClass[entry.class],
    maxAttempts: entry.maxAttempts ?? null,
    ours: entry.ours ?? false,
    title: entry.title,
    isKnown: known !== undefined,
  };
}

function lookUp(code: number, subcode: number | null): CatalogueEntry | undefined {
  if (subcode === THROUGHPUT_SUBCODE || code === THROUGHPUT_SUBCODE) return errorCatalogue[130429];
  if (code === 100 && subcode === UNKNOWN_OBJECT_SUBCODE) return errorCatalogue[33];
  if (Object.hasOwn(errorCatalogue, code)) return errorCatalogue[code];
  return errorRanges.find((range) => code >= range.from && code <= range.to);
}

function judgeByStatus(httpStatus: number | null, isTransient: boolean): CatalogueEntry {
  if (httpStatus === 429) return { class: 'throughput', title: 'Too many messages at once' };
  if (httpStatus === 401) return { class: 'token', title: 'Meta did not accept the access token' };
  if (isTransient || (httpStatus !== null && httpStatus >= 500)) {
    return { class: 'transient', title: 'Meta had a problem that is not known here' };
  }
  return { class: 'permanent', title: 'Meta refused the message for a reason that is not known here' };
}
