/** What an answer of Meta means for its message. Pure. */
import { classifySendError, type SendErrorClass } from '../../core/messaging/errors/classify.ts';
import { retryDelayMs } from '../../core/messaging/errors/retry.ts';
import { parseSendResponse } from '../../core/whatsapp/send-response.ts';
import type { GraphOutcome } from '../../platform/whatsapp/cloud-api.ts';

export type Outcome =
  | { kind: 'accepted'; wamid: string; status: 'sent' | 'held' }
  /** Meta may have taken it: never repeated by itself. */
  | { kind: 'unknown'; cause: string }
  | { kind: 'failed'; error: SendErrorClass }
  /** Definitely not taken, and the catalogue says that it may work later. */
  | { kind: 'deferred'; error: SendErrorClass; retryInMs: number };

const connectionTrouble: SendErrorClass = {
  code: 'not_reached',
  class: 'transient',
  retry: 'backoff',
  maxAttempts: null,
  ours: false,
  title: 'WhatsApp could not be reached',
  isKnown: true,
};

/** Kept out of the queue this long when only a person can put right what is wrong (token, account). */
const HOLD_MS = 60 * 60 * 1000;

/**
 * @param attempt POSTs of this message so far, at least 1
 * @param random in [0, 1)
 */
export function readAnswer(answer: GraphOutcome, attempt: number, random: number): Outcome {
  if (answer.kind === 'notSent') return failedOrDeferred(connectionTrouble, attempt, random, null);
  if (answer.kind === 'unknown') return { kind: 'unknown', cause: answer.cause };
  const response = parseSendResponse(answer.httpStatus, answer.body, answer.retryAfterMs);
  switch (response.outcome) {
    case 'accepted':
      return { kind: 'accepted', wamid: response.wamid, status: response.isHeld ? 'held' : 'sent' };
    case 'unknown':
      return { kind: 'unknown', cause: response.cause };
    case 'error':
      return failedOrDeferred(classifySendError(response), attempt, random, response.retryAfterMs);
  }
}

function failedOrDeferred(
  error: SendErrorClass,
  attempt: number,
  random: number,
  retryAfterMs: number | null,
): Outcome {
  const retryInMs = retryIn(error, attempt, random, retryAfterMs);
  return retryInMs === null ? { kind: 'failed', error } : { kind: 'deferred', error, retryInMs };
}

function retryIn(
  error: SendErrorClass,
  attempt: number,
  random: number,
  retryAfterMs: number | null,
): number | null {
  // NOTE: a retry a day later is a new row with retry_of; this row's own way ends here.
  if (error.retry === 'nextDay') return null;
  if (error.retry === 'hold') return HOLD_MS;
  return retryDelayMs(error.retry, attempt, random, retryAfterMs, error.maxAttempts);
}
