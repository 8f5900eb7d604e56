/** What came of POSTs, written so that webhooks which were faster keep their say. */
import type { SendErrorClass } from '../../core/messaging/errors/classify.ts';
import { json, type Sql } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import type { WorkerContext } from '../context.ts';
import { recordStop } from '../relay/consent.ts';
import { forgetUploads, isAboutFiles } from '../relay/refused-files.ts';
import { recordAccepted, type Accepted } from './accepted.ts';
import { readAnswer, type Outcome } from './answer.ts';
import type { GraphOutcome } from '../../platform/whatsapp/cloud-api.ts';
import type { GateMessage } from './load.ts';
import { lockMessages } from './lock.ts';
import type { GateResult } from './result.ts';

/** A message that was sent to Meta, and what came back. */
export interface Answered {
  message: GateMessage;
  /** The number of the POST, counted by the claim; a later claim's row is left alone. */
  attempt: number;
  answer: GraphOutcome;
}

/**
 * Writes the outcomes of several POSTs at once. Doing it once more changes nothing.
 *
 * @returns the result of each, by its message's id
 */
export async function recordOutcomes(
  context: Pick<WorkerContext, 'sql' | 'lazySql' | 'log'>,
  answered: readonly Answered[],
  now: Date,
): Promise<Map<string, GateResult>> {
  const accepted: Accepted[] = [];
  const others: NotAccepted[] = [];
  for (const { message, attempt, answer } of answered) {
    const outcome = readAnswer(answer, attempt, Math.random());
    logOutcome(context.log, message, outcome);
    if (outcome.kind === 'accepted') accepted.push({ message, ...outcome });
    else others.push({ message, attempt, outcome });
  }
  return new Map([
    ...(await recordAccepted(context.lazySql, accepted)),
    ...(await recordOthers(context.sql, others, now)),
  ]);
}

interface NotAccepted {
  message: GateMessage;
  attempt: number;
  outcome: Exclude<Outcome, { kind: 'accepted' }>;
}

function logOutcome(log: WorkerContext['log'], { id: messageId }: GateMessage, outcome: Outcome): void {
  if (outcome.kind === 'unknown')
    log.warn({ messageId, cause: outcome.cause }, 'the outcome of a send is unknown; it is not repeated');
  if ('error' in outcome && !outcome.error.isKnown)
    log.error({ messageId, code: outcome.error.code }, 'Meta answered with an error we do not know');
}

async function recordOthers(
  sql: Sql,
  others: readonly NotAccepted[],
  now: Date,
): Promise<Map<string, GateResult>> {
  if (others.length === 0) return new Map();
  await followUp(sql, others);
  const ids = others.map(({ message }) => message.id);
  await sql`
    with outcome as (
      select * from jsonb_to_recordset(${json(
        sql,
        others.map((other) => toRow(other, now)),
      )}) as o (id uuid, attempt int, status text, rank smallint, "notBefore" timestamptz, code text, class text, title text)
    ), locked as materialized (${lockMessages(sql, ids)})
    update messages m set status = o.status, status_rank = o.rank, lease_until = null,
      failed_at = case o.status when 'failed' then clock_timestamp() else m.failed_at end,
      not_before = coalesce(o."notBefore", m.not_before),
      error_code = o.code, error_class = o.class, error_title = o.title
    from locked join outcome o using (id)
    where m.id = locked.id and m.status = 'sending' and m.attempt = o.attempt`;
  return new Map(others.map(({ message, outcome }) => [message.id, toResult(outcome)]));
}

function toRow({ message: { id }, attempt, outcome }: NotAccepted, now: Date) {
  const errorOf = ({ code, class: errorClass, title }: SendErrorClass) => ({
    code,
    class: errorClass,
    title,
  });
  switch (outcome.kind) {
    case 'unknown': {
      const title = 'It is not known whether WhatsApp took this message';
      return { id, attempt, status: 'unknown', rank: 15, code: outcome.cause, class: 'unknown', title };
    }
    case 'failed':
      return { id, attempt, status: 'failed', rank: 40, ...errorOf(outcome.error) };
    case 'deferred': {
      const notBefore = new Date(now.getTime() + outcome.retryInMs);
      return { id, attempt, status: 'queued', rank: 0, notBefore, ...errorOf(outcome.error) };
    }
  }
}

function toResult(outcome: NotAccepted['outcome']): GateResult {
  switch (outcome.kind) {
    case 'unknown':
      return { kind: 'settled', status: 'unknown', error: null };
    case 'failed': {
      const { code, title, class: errorClass } = outcome.error;
      return { kind: 'settled', status: 'failed', error: { code, title, class: errorClass } };
    }
    case 'deferred': {
      const { code, class: errorClass } = outcome.error;
      return { kind: 'deferred', retryInMs: outcome.retryInMs, error: { code, class: errorClass } };
    }
  }
}

/** What a refusal means beyond its message. */
async function followUp(sql: Sql, others: readonly NotAccepted[]): Promise<void> {
  const of = (isMeant: (error: SendErrorClass) => boolean) =>
    others.flatMap(({ message, outcome }) =>
      outcome.kind !== 'unknown' && isMeant(outcome.error) ? [message] : [],
    );
  const tooFast = of(({ retry }) => retry === 'slowNumber');
  if (tooFast.length > 0) await drainBuckets(sql, tooFast);
  const stopped = of((error) => error.class === 'stopped');
  for (const [workflowId, messages] of Map.groupBy(stopped, senderOf))
    await recordOwnStop(sql, workflowId, messages);
  const ofFiles = of(({ code }) => isAboutFiles(code));
  if (ofFiles.length > 0)
    await forgetUploads(
      sql,
      ofFiles.map(({ id }) => id),
    );
}

/** Meta said these numbers are too fast: nobody sends on them for half a second. */
async function drainBuckets(sql: Sql, messages: readonly GateMessage[]): Promise<void> {
  const numbers = [...new Set(messages.map(({ phoneNumberId }) => phoneNumberId))];
  await sql`
    with bucket as materialized (
      select phone_number_id from private.rate_buckets where phone_number_id = any(${numbers}::uuid[]) order by 1 for update
    )
    update private.rate_buckets b set tokens = -rate_per_second / 2, updated_at = clock_timestamp()
    from bucket where b.phone_number_id = bucket.phone_number_id`;
}

/** With the name of the workflow that sent them, for the audit log. */
async function recordOwnStop(sql: Sql, workflowId: string, messages: readonly GateMessage[]): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select set_config('parley.workflow_id', ${workflowId}, true)`;
    await recordStop(
      tx,
      messages.map(({ id }) => id),
    );
  });
}

function senderOf({ orgId, flowRunId, campaignId, conversationId }: GateMessage): string {
  if (flowRunId !== null) return workflowIds.flowRun(orgId, flowRunId);
  if (campaignId !== null) return workflowIds.campaign(orgId, campaignId);
  return workflowIds.conversationOutbox(orgId, conversationId);
}
