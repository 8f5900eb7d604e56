/** Webhooks of customers, telling Temporal that they go on. */
import { cancellationSignal } from '@temporalio/activity';
import type { HttpClient } from '../../platform/http/client.ts';
import type { WebhookActivities } from '../../workflows/contract.ts';
import { whileBeating } from '../activities/heartbeats.ts';
import type { WorkerContext } from '../context.ts';
import { drain } from './drain.ts';

/** Far less than the activity may take: one that goes on for too long is begun once more beside itself. */
const WORK_MS = 20_000;
/** A busy endpoint soon has more: looking costs less than another activity. */
const LINGER_MS = 2_000;

export function createWebhookActivities(
  context: WorkerContext,
  http: HttpClient,
  stopping: AbortSignal,
): WebhookActivities {
  return {
    deliverWebhooks(input) {
      const signal = AbortSignal.any([stopping, cancellationSignal()]);
      return whileBeating(() =>
        drain(context, input, { http, signal, workMs: WORK_MS, lingerMs: LINGER_MS }),
      );
    },
  };
}
