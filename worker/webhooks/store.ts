/** Rows of webhooks as the sender takes and leaves them. Times are the database's: they are about real servers. */
import type { WebhookAttempt } from '../../core/api/webhooks.ts';
import { json, type Sql } from '../../platform/db/pool.ts';
import { openSecret, secretContext } from '../../platform/secrets/envelope.ts';
import type { WebhookInput } from '../../workflows/contract.ts';
import type { Delivery } from './render.ts';

/** While it lasts nobody wakes another sender. It is only to save work: two at once send twice, which is allowed. */
const LEASE_SECONDS = 120;
const KEPT_ATTEMPTS = 30;

export interface Endpoint {
  url: string;
  secrets: string[];
  failures: number;
  /** Left alone until then. */
  resumesAt: Date | null;
}

/** @returns null when the endpoint is disabled or deleted, or its organisation is */
export async function takeEndpoint(
  sql: Sql,
  { orgId, endpointId }: WebhookInput,
  masterKey: string,
): Promise<Endpoint | null> {
  const [row] = await sql<
    (Omit<Endpoint, 'secrets'> & { envelope: Buffer; previousEnvelope: Buffer | null })[]
  >`
    update webhook_endpoints e set leased_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    from organizations o, private.webhook_secrets s
    where e.org_id = ${orgId} and e.id = ${endpointId} and e.enabled and o.id = e.org_id and o.deleted_at is null
      and s.endpoint_id = e.id
    returning e.url, e.failures, case when e.resumes_at > clock_timestamp() then e.resumes_at end as "resumesAt", s.envelope,
      case when s.previous_until > clock_timestamp() then s.previous_envelope end as "previousEnvelope"`;
  if (!row) return null;
  const { envelope, previousEnvelope, ...endpoint } = row;
  const context = secretContext.webhookSecret(orgId, endpointId);
  const envelopes = previousEnvelope === null ? [envelope] : [envelope, previousEnvelope];
  return { ...endpoint, secrets: envelopes.map((one) => openSecret(masterKey, context, one)) };
}

export interface DueDelivery extends Delivery {
  attempts: number;
  /** Events of one lane are sent one after the other: whom they are about. */
  lane: string;
  /** It was tried for long enough. */
  isOver: boolean;
}

/** What is due, oldest event first. */
export async function loadDue(sql: Sql, endpointId: string, limit: number): Promise<DueDelivery[]> {
  const rows = await sql<DueDelivery[]>`
    with due as materialized (
      select d.* from webhook_deliveries d
      where d.endpoint_id = ${endpointId} and d.status = 'pending' and d.next_attempt_at <= clock_timestamp()
      order by d.next_attempt_at, d.seq limit ${limit}
    )
    select d.id, d.seq, d.org_id as "orgId", d.endpoint_id as "endpointId", d.type, d.subject_id as "subjectId",
      d.contact_event_id as "contactEventId", d.detail, d.occurred_at as "occurredAt", d.attempts,
      coalesce(m.contact_id, v.contact_id, r.contact_id, e.contact_id, d.subject_id, d.id) as lane,
      d.give_up_at <= clock_timestamp() as "isOver"
    from due d
    left join messages m on d.type like 'message.%' and m.id = d.subject_id
    left join conversations v on d.type like 'conversation.%' and v.id = d.subject_id
    left join flow_runs r on d.type like 'flow_run.%' and r.id = d.subject_id
    left join contact_events e on e.id = d.contact_event_id
    order by d.seq`;
  return [...rows];
}

export type Settlement =
  | { status: 'delivered' | 'failed'; attempt: WebhookAttempt | null }
  | { status: 'skipped' }
  | { status: 'pending'; attempt: WebhookAttempt; retryInMs: number };

/** A delivery that would be tried again after it is to be given up has failed. Changes nothing when another sender was faster. */
export async function settle(
  sql: Sql,
  { id, attempts }: Pick<DueDelivery, 'id' | 'attempts'>,
  settlement: Settlement,
): Promise<void> {
  const attempt = 'attempt' in settlement ? settlement.attempt : null;
  const retryMs = settlement.status === 'pending' ? settlement.retryInMs : 0;
  await sql`
    update webhook_deliveries d set
      status = next.status,
      attempts = d.attempts + ${attempt === null ? 0 : 1},
      log = case when ${attempt === null} then d.log
        when jsonb_array_length(d.log) >= ${KEPT_ATTEMPTS} then (d.log - 0) || ${json(sql, attempt)}
        else d.log || ${json(sql, attempt)} end,
      next_attempt_at = next.at,
      ended_at = case when next.status <> 'pending' then clock_timestamp() end
    from (
      select f.id, f.at, case when ${settlement.status} = 'pending' and f.at > f.give_up_at then 'failed' else ${settlement.status} end
        as status
      from (select o.id, o.give_up_at, clock_timestamp() + make_interval(secs => ${retryMs / 1_000}::float8) as at
        from webhook_deliveries o where o.id = ${id}) f
    ) next
    where d.id = next.id and d.status = 'pending' and d.attempts = ${attempts}`;
}

/** When the next attempt is due; null: there is nothing left. Lets go of the endpoint. */
export async function letGo(sql: Sql, { orgId, endpointId }: WebhookInput): Promise<Date | null> {
  const [row] = await sql<{ nextAt: Date | null }[]>`
    update webhook_endpoints e set leased_until = null
    where e.org_id = ${orgId} and e.id = ${endpointId}
    returning (select case when count(*) > 0 then greatest(min(d.next_attempt_at), e.resumes_at) end from webhook_deliveries d
      where d.endpoint_id = e.id and d.status = 'pending') as "nextAt"`;
  return row?.nextAt ?? null;
}
