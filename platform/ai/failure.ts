/** Why a model gave no usable answer. Apart from the SDK, so that whoever only handles it doesn't load that. */
import type { CallFailureCode } from '../../core/flow/calls.ts';

export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
}

export const NO_TOKENS: TokenUsage = { inputTokens: 0, outputTokens: 0 };

/** `message` never holds what was asked or answered. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly code: CallFailureCode;
  readonly isRetryable: boolean;
  /** The endpoint asks for this pause. */
  readonly retryAfterMs: number | null;
  /** Spent all the same. */
  readonly usage: TokenUsage;

  constructor(
    code: CallFailureCode,
    message: string,
    options: { isRetryable?: boolean; retryAfterMs?: number | null; usage?: TokenUsage } = {},
  ) {
    super(message);
    this.code = code;
    this.isRetryable = options.isRetryable ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.usage = options.usage ?? NO_TOKENS;
  }
}
