/** What one attempt at a call came to, before anybody decides about the next one. */
import type { CallFailureCode, CallResult } from '../../core/flow/calls.ts';
import type { TokenUsage } from '../../platform/ai/failure.ts';

export type Attempt = {
  /** Only from language models, for the log. */
  usage?: TokenUsage;
} & (
  | { kind: 'settled'; result: CallResult }
  /** Worth trying again; `result` is what remains when no attempt is left. */
  | { kind: 'again'; result: CallResult; retryAfterMs: number | null }
);

export function failed(code: CallFailureCode, title: string): CallResult {
  return { outcome: 'failed', error: { code, title } };
}
