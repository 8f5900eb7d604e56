/** Webhooks of customers, telling Temporal that they go on. */
import { cancellationSignal } from '@temporalio/activity';
import type { HttpClient } from '../../platform/http/client.ts';
import type { WebhookActivities } from '../../workflows/contract.ts';
import { whileBeating } from '../activities/heartbeats.ts';
import type { WorkerContext } from '../context.ts';
import { drain } from './drain.ts';

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
      return whileBeating(() => drain(context, input, { http, signal, lingerMs: LINGER_MS }));
    },
  };
}
