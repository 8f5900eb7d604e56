/** One attempt at a question of a flow to a language model. */
import type { AiCall } from '../../core/flow/calls.ts';
import type { HistoryMessage } from '../../platform/ai/ask-model.ts';
import { ModelFailure } from '../../platform/ai/failure.ts';
import type { HttpClient } from '../../platform/http/client.ts';
import { failed, type Attempt } from './attempt.ts';
import type { FindSecret } from './secrets.ts';

export async function attemptAi(
  http: HttpClient,
  call: AiCall,
  findSecret: FindSecret,
  history: readonly HistoryMessage[],
): Promise<Attempt> {
  const apiKey = call.secret === null ? null : await findSecret(call.secret);
  if (apiKey === null && call.secret !== null) {
    return { kind: 'settled', result: failed('call_secret_missing', `There is no secret "${call.secret}".`) };
  }
  // Loaded by the first question: the SDK takes 50 MB that a worker without AI steps has better uses for.
  const { askModel } = await import('../../platform/ai/ask-model.ts');
  try {
    const { result, usage } = await askModel(http, { call, apiKey, history });
    return { kind: 'settled', result, usage };
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    const { code, message, isRetryable, retryAfterMs, usage } = error;
    const result = failed(code, message);
    return isRetryable ? { kind: 'again', result, retryAfterMs, usage } : { kind: 'settled', result, usage };
  }
}
