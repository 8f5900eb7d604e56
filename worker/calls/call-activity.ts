/**
 * Makes the calls that runs ask for: one attempt an execution, Temporal does the waiting in between. Request and result stay
 * in Postgres; neither the history nor the log nor an error holds a word of them.
 */
import { ApplicationFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import type { Sql } from '../../platform/db/pool.ts';
import type { HttpClient } from '../../platform/http/client.ts';
import type { Logger } from '../../platform/log.ts';
import { SecretUnreadableError } from '../../platform/secrets/envelope.ts';
import type { CallActivities } from '../../workflows/contract.ts';
import { attemptAi } from './ai-call.ts';
import { failed, type Attempt } from './attempt.ts';
import { pauseMs } from './backoff.ts';
import { loadHistory } from './history.ts';
import { attemptHttp } from './http-call.ts';
import { secretsOf } from './secrets.ts';
import { claimCall, deferCall, settleCall, statusOf, type ClaimedCall } from './store.ts';

export interface CallContext {
  sql: Sql;
  masterKey: string;
  http: HttpClient;
  log: Logger;
}

/** Safe to run twice: a settled call is answered from its row, and of two that overlap the later attempt's result counts. */
export function createCallActivity(context: CallContext): CallActivities {
  const { sql, log } = context;
  return {
    async call({ runId, ordinal }) {
      const call = await claimCall(sql, { runId, ordinal });
      if (call === null) return { status: await statusOf(sql, { runId, ordinal }) };
      const { attempt, request } = call;
      if (attempt > request.attempts) {
        // All attempts were begun and the last one never came back: a crash, or this worker was stopped.
        await settleCall(
          sql,
          call,
          failed('call_failed', 'The last attempt was cut off before its answer came.'),
        );
        return { status: await statusOf(sql, call) };
      }
      const startedAt = performance.now();
      const made = await makeAttempt(context, call);
      const durationMs = Math.round(performance.now() - startedAt);
      log.info({ runId, ordinal, kind: request.kind, attempt, durationMs, ...described(made) }, 'call');
      if (made.kind === 'settled' || attempt >= request.attempts) {
        await settleCall(sql, call, made.result);
        return { status: await statusOf(sql, call) };
      }
      await deferCall(sql, call);
      const retryInMs = pauseMs(attempt, made.retryAfterMs, Math.random());
      // Expected, so it is no error in logs and metrics.
      throw ApplicationFailure.create({
        type: 'CallDeferred',
        message: `Attempt ${attempt} of ${request.attempts} failed; again in ${retryInMs} ms`,
        nextRetryDelay: retryInMs,
        category: ApplicationFailureCategory.BENIGN,
      });
    },
  };
}

async function makeAttempt(context: CallContext, call: ClaimedCall): Promise<Attempt> {
  const { sql, masterKey, http, log } = context;
  const { runId, ordinal, orgId, request } = call;
  const findSecret = secretsOf(sql, masterKey, orgId);
  try {
    if (request.kind === 'http') return await attemptHttp(http, request, findSecret, `${runId}/${ordinal}`);
    const { prompt, historyMessages: count } = request;
    return await attemptAi(http, request, findSecret, await loadHistory(sql, { runId, prompt, count }));
  } catch (err) {
    if (!(err instanceof SecretUnreadableError)) throw err;
    log.error({ err, runId, ordinal }, 'a secret of a call');
    const result = failed('call_secret_missing', 'The secret can’t be opened any more: set it again.');
    return { kind: 'settled', result };
  }
}

/** Codes and numbers only. */
function described({ result, usage }: Attempt): Record<string, unknown> {
  const tokens = usage ?? {};
  switch (result.outcome) {
    case 'response':
      return { outcome: result.outcome, httpStatus: result.status };
    case 'answer':
      return { outcome: result.outcome, ...tokens };
    case 'failed':
      return { outcome: result.outcome, code: result.error.code, ...tokens };
  }
}
