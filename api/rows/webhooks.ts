/** Tables `webhook_endpoints` and `webhook_deliveries`; never a secret. */
import type {
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryStatus,
  WebhookEndpoint,
} from '../../core/api/webhooks.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface WebhookEndpointRow {
  id: string;
  url: string;
  description: string | null;
  events: string[];
  enabled: boolean;
  disabled_reason: WebhookEndpoint['disabledReason'];
  disabled_at: Date | null;
  failing_since: Date | null;
  resumes_at: Date | null;
  last_delivered_at: Date | null;
  previous_until: Date | null;
  created_at: Date;
  updated_at: Date;
}

/** Everything up to `where`: endpoints are `e`. */
export function selectWebhookEndpoints(tx: Tx, org: string) {
  return tx`
    select e.id, e.url, e.description, e.events, e.enabled, e.disabled_reason, e.disabled_at, e.failing_since,
      case when e.resumes_at > now() then e.resumes_at end as resumes_at, e.last_delivered_at, s.previous_until, e.created_at, e.updated_at
    from public.webhook_endpoints e left join private.previous_webhook_secrets(${org}) s on s.endpoint_id = e.id`;
}

export function toWebhookEndpoint(row: WebhookEndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: row.events,
    status: row.enabled ? 'enabled' : 'disabled',
    disabledReason: row.disabled_reason,
    disabledAt: toTimeOrNull(row.disabled_at),
    failingSince: toTimeOrNull(row.failing_since),
    resumesAt: toTimeOrNull(row.resumes_at),
    lastDeliveredAt: toTimeOrNull(row.last_delivered_at),
    previousSecretUntil: toTimeOrNull(row.previous_until),
    createdAt: toTime(row.created_at),
    updatedAt: toTime(row.updated_at),
  };
}

/** @throws ApiError not_found */
export async function requireWebhookEndpoint(tx: Tx, org: string, id: string): Promise<WebhookEndpoint> {
  const [row] = await tx<WebhookEndpointRow[]>`
    ${selectWebhookEndpoints(tx, org)} where e.org_id = ${org} and e.id = ${id}`;
  if (!row) throw new ApiError('not_found');
  return toWebhookEndpoint(row);
}

export interface WebhookDeliveryRow {
  id: string;
  type: string;
  seq: number;
  subject_id: string | null;
  status: WebhookDeliveryStatus;
  attempts: number;
  log: WebhookAttempt[];
  next_attempt_at: Date;
  occurred_at: Date;
  ended_at: Date | null;
}

/** Of a row called `d`. */
export function webhookDeliveryColumns(tx: Tx) {
  return tx`d.id, d.type, d.seq, d.subject_id, d.status, d.attempts, d.log, d.next_attempt_at, d.occurred_at, d.ended_at`;
}

export function toWebhookDelivery(row: WebhookDeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    type: row.type,
    sequence: row.seq,
    subjectId: row.subject_id,
    status: row.status,
    attempts: row.attempts,
    lastAttempt: row.log.at(-1) ?? null,
    nextAttemptAt: row.status === 'pending' ? toTime(row.next_attempt_at) : null,
    occurredAt: toTime(row.occurred_at),
    endedAt: toTimeOrNull(row.ended_at),
  };
}

/** @throws ApiError not_found, also when the endpoint is deleted */
export async function requireWebhookDelivery(
  tx: Tx,
  { org, endpoint, delivery }: { org: string; endpoint: string; delivery: string },
): Promise<WebhookDeliveryRow> {
  const [row] = await tx<WebhookDeliveryRow[]>`
    select ${webhookDeliveryColumns(tx)} from public.webhook_deliveries d
    join public.webhook_endpoints e on e.org_id = d.org_id and e.id = d.endpoint_id
    where d.org_id = ${org} and d.endpoint_id = ${endpoint} and d.id = ${delivery}`;
  if (!row) throw new ApiError('not_found');
  return row;
}
