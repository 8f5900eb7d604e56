/** Why a request brought no answer. The code is the one that a flow's result carries. */
import type { CallFailureCode } from '../../core/flow/calls.ts';

export type HttpFailureCode = Extract<
  CallFailureCode,
  'call_timeout' | 'call_unreachable' | 'call_address_refused' | 'call_response_too_large' | 'call_failed'
>;

/** `message` says what happened and never holds the address, a header or a body: those may be personal or secret. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly code: HttpFailureCode;
  /** The same request may succeed a moment later. */
  readonly isRetryable: boolean;

  constructor(
    code: HttpFailureCode,
    message: string,
    options: { isRetryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.isRetryable = options.isRetryable ?? false;
  }
}

export function refused(message: string): HttpFailure {
  return new HttpFailure('call_address_refused', message);
}
