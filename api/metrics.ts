/** Counters and durations for Prometheus. Labels are small sets: operation names, status classes, outcomes. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** How a delivery from Meta ended. */
export const webhookOutcomes = [
  'stored',
  'bad_signature',
  'too_large',
  'unknown_app',
  'aborted',
  'unavailable',
] as const;
export type WebhookOutcome = (typeof webhookOutcomes)[number];

export interface ApiMetrics {
  registry: Registry;
  /** Seconds from the request's arrival to the end of the answer. */
  requestDuration: Histogram<'operation' | 'status'>;
  countWebhook: (outcome: WebhookOutcome) => void;
}

export function createMetrics(): ApiMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requestDuration = new Histogram({
    name: 'parley_api_request_duration_seconds',
    help: 'Duration of /v1 requests by operation and status class',
    labelNames: ['operation', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const webhooks = new Counter({
    name: 'parley_webhooks_total',
    help: 'Deliveries from Meta by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
  for (const outcome of webhookOutcomes) webhooks.inc({ outcome }, 0);
  return { registry, requestDuration, countWebhook: (outcome) => webhooks.inc({ outcome }) };
}
