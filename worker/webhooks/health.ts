/** How an endpoint does: one that fails is left alone for a while, one that fails for days is disabled, and its admins hear of it. */
import type { Sql } from '../../platform/db/pool.ts';
import { workflowIds, type WebhookInput } from '../../workflows/contract.ts';
import type { WorkerContext } from '../context.ts';
import { writeOutbox } from '../dispatcher/outbox.ts';
import { PAUSES_FROM, pauseInMs } from './schedule.ts';

/** Nothing got through for so long, in at least so many attempts. */
const DISABLE_AFTER_DAYS = 5;
const DISABLE_AFTER_FAILURES = 10;

export interface Round {
  delivered: number;
  failed: number;
  /** It answered that it is gone for good. */
  isGone: boolean;
}

/** @param failures of the endpoint before this round */
export async function noteRound(
  context: WorkerContext,
  endpoint: WebhookInput,
  failures: number,
  { delivered, failed, isGone }: Round,
): Promise<void> {
  const { sql } = context;
  const { orgId, endpointId } = endpoint;
  if (isGone) return disable(context, endpoint, 'gone');
  if (delivered > 0) {
    await sql`
      update webhook_endpoints set failures = 0, failing_since = null, resumes_at = null, last_delivered_at = clock_timestamp()
      where org_id = ${orgId} and id = ${endpointId}`;
    return;
  }
  if (failed === 0) return;
  // Several fail side by side: that is the first pause, not one as long as for as many one after the other.
  const inARow = failures < PAUSES_FROM ? Math.min(failures + failed, PAUSES_FROM) : failures + failed;
  const hasHadEnough = await noteFailures(sql, endpoint, inARow);
  if (hasHadEnough) await disable(context, endpoint, 'failing');
}

async function noteFailures(
  sql: Sql,
  { orgId, endpointId }: WebhookInput,
  failures: number,
): Promise<boolean> {
  const pauseMs = pauseInMs(failures);
  const [row] = await sql<{ hasHadEnough: boolean }[]>`
    update webhook_endpoints e set failures = ${failures}, failing_since = coalesce(e.failing_since, clock_timestamp()),
      resumes_at = case when ${pauseMs} > 0 then clock_timestamp() + make_interval(secs => ${pauseMs / 1_000}::float8) end
    where e.org_id = ${orgId} and e.id = ${endpointId}
    returning e.failures >= ${DISABLE_AFTER_FAILURES}
      and e.failing_since < clock_timestamp() - make_interval(days => ${DISABLE_AFTER_DAYS}) as "hasHadEnough"`;
  return row?.hasHadEnough ?? false;
}

async function disable(
  { sql, dispatchSoon }: WorkerContext,
  { orgId, endpointId }: WebhookInput,
  reason: 'failing' | 'gone',
): Promise<void> {
  const rows = await sql.begin(async (tx) => {
    // For the audit log.
    await tx`select set_config('parley.workflow_id', ${workflowIds.deliverWebhooks(orgId, endpointId)}, true)`;
    const [row] = await tx<{ number: number }[]>`
      update webhook_endpoints set enabled = false, disabled_reason = ${reason}, mail_number = mail_number + 1
      where org_id = ${orgId} and id = ${endpointId} and enabled returning mail_number as number`;
    if (!row) return [];
    return writeOutbox(tx, [
      { topic: 'mail', key: endpointId, payload: { orgId, kind: 'webhookDisabled', number: row.number } },
    ]);
  });
  dispatchSoon(rows);
}
