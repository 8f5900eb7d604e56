/** Webhooks of customers, telling Temporal that they go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cancellationSignal } from '@temporalio/activity';
import type { HttpClient } from '../../platform/http/client.ts';
import type { WebhookActivities } from '../../workflows/contract.ts';
import { whileBeating } from '../activities/heartbeats.ts';
import type { WorkerContext } from '../context.ts';
import { drain } from './drain.ts';

export function createWebhookActivities(
  context: WorkerContext,
  http: HttpClient,
  stopping: AbortSignal,
): WebhookActivities {
  return {
    deliverWebhooks(input) {
      const signal = AbortSignal.any([stopping, cancellationSignal()]);
      const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => {});
      return whileBeating(() => drain(context, input, { http, signal, pause }));
    },
  };
}
