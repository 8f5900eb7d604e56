/** What came of a POST, or why there was none, written so that webhooks which were faster keep their say. */
import { classifySendError } from '../../core/messaging/errors/classify.ts';
import type { SendErrorClass } from '../../core/messaging/errors/classify.ts';
import { retryDelayMs } from '../../core/messaging/errors/retry.ts';
import { statusRank } from '../../core/messaging/status.ts';
import { parseSendResponse } from '../../core/whatsapp/send-response.ts';
import type { GraphOutcome } from '../../platform/whatsapp/cloud-api.ts';
import type { Sql, Tx } from '../../platform/db/pool.ts';
import { workflowIds } from '../../workflows/contract.ts';
import type { WorkerContext } from '../context.ts';
import { recordStop } from '../relay/consent.ts';
import { failureOf, raiseStatuses } from '../relay/items/statuses.ts';
import { forgetUploads, isAboutFiles } from '../relay/refused-files.ts';
import type { GateResult } from './result.ts';
import type { GateMessage } from './load.ts';

export interface Refusal {
  code: string;
  class: string;
  title: string;
}

export const runEnded: Refusal = {
  code: 'run_ended',
  title: 'The flow run has ended',
  class: 'permanent',
};

/** Kept out of the queue this long when only a person can put right what is wrong (token, account). */
const HOLD_MS = 60 * 60 * 1000;

/** The gate's own no, before any POST; false when the message isn't waiting any more. */
export async function refuse(sql: Sql | Tx, messageId: string, refusal: Refusal): Promise<boolean> {
  const refused = await sql`
    update messages set status = 'failed', status_rank = 40, failed_at = clock_timestamp(), error_code = ${refusal.code},
      error_class = ${refusal.class}, error_title = ${refusal.title}
    where id = ${messageId} and status = 'queued'`;
  return refused.count > 0;
}

/** @param attempt the number of the POST, counted by the claim; a later claim's row is left alone */
export async function recordOutcome(
  context: Pick<WorkerContext, 'sql' | 'lazySql' | 'log'>,
  message: GateMessage,
  attempt: number,
  answer: GraphOutcome,
  now: Date,
): Promise<GateResult> {
  const { sql, log } = context;
  if (answer.kind === 'notSent') return deferOrFail(sql, message, attempt, connectionTrouble, null, now);
  if (answer.kind === 'unknown') return settleUnknown(context, message, attempt, answer.cause);

  const response = parseSendResponse(answer.httpStatus, answer.body, answer.retryAfterMs);
  switch (response.outcome) {
    case 'accepted':
      return accept(context.lazySql, message, response.wamid, response.isHeld ? 'held' : 'sent');
    case 'unknown':
      return settleUnknown(context, message, attempt, response.cause);
    case 'error': {
      const error = classifySendError(response);
      if (!error.isKnown)
        log.error({ code: error.code, messageId: message.id }, 'Meta answered with an error we do not know');
      return deferOrFail(sql, message, attempt, error, response.retryAfterMs, now);
    }
  }
}

const connectionTrouble: SendErrorClass = {
  code: 'not_reached',
  class: 'transient',
  retry: 'backoff',
  maxAttempts: null,
  ours: false,
  title: 'WhatsApp could not be reached',
  isKnown: true,
};

/** Also merges statuses that came before their message had its wamid and carried no id of ours. */
async function accept(
  sql: Sql,
  message: GateMessage,
  wamid: string,
  status: 'sent' | 'held',
): Promise<GateResult> {
  const orphans = await sql<{ status: string; at: Date; detail: { errors?: { code: number | null }[] } }[]>`
    with accepted as (
      update messages set wamid = coalesce(wamid, ${ownWamid(sql, message, wamid)}), accepted_at = clock_timestamp(), lease_until = null,
        status = case when status_rank < ${statusRank(status)} then ${status} else status end,
        status_rank = greatest(status_rank, ${statusRank(status)}),
        error_code = case when status = 'failed' then error_code end,
        error_class = case when status = 'failed' then error_class end,
        error_title = case when status = 'failed' then error_title end
      where id = ${message.id}
    )
    update private.message_status_events set message_id = ${message.id}
    where phone_number_id = ${message.phoneNumberId} and wamid = ${wamid} and message_id is null
    returning status, at, detail`;
  const sent: GateResult = { kind: 'settled', status: 'sent', error: null };
  if (orphans.length === 0) return sent;
  const changes = orphans.flatMap(({ status: name, at, detail }) => {
    const rank = statusRank(name);
    const error = name === 'failed' ? failureOf(detail.errors ?? []) : null;
    return rank === null
      ? []
      : [{ messageId: message.id, wamid, status: name, rank, at, error, pricing: null }];
  });
  const [failed] = await sql.begin((tx) => raiseStatuses(tx, changes));
  return failed ? { kind: 'settled', status: 'failed', error: failed.error } : sent;
}

/** Null when another row has it already (an echo that was faster): an accepted message must never fail over a duplicate key. */
function ownWamid(sql: Sql, message: GateMessage, wamid: string) {
  return sql`(select ${wamid}::text where not exists (
    select 1 from messages taken where taken.phone_number_id = ${message.phoneNumberId} and taken.wamid = ${wamid}))`;
}

async function settleUnknown(
  { sql, log }: Pick<WorkerContext, 'sql' | 'log'>,
  message: GateMessage,
  attempt: number,
  cause: string,
): Promise<GateResult> {
  log.warn({ messageId: message.id, cause }, 'the outcome of a send is unknown; it is not repeated');
  await sql`
    update messages set status = 'unknown', status_rank = 15, lease_until = null, error_code = ${cause}, error_class = 'unknown',
      error_title = 'It is not known whether WhatsApp took this message'
    where id = ${message.id} and status = 'sending' and attempt = ${attempt}`;
  return { kind: 'settled', status: 'unknown', error: null };
}

/** With the name of the workflow that sent it, for the audit log. */
async function recordOwnStop(sql: Sql, { id, orgId, flowRunId, conversationId }: GateMessage): Promise<void> {
  const workflowId =
    flowRunId === null
      ? workflowIds.conversationOutbox(orgId, conversationId)
      : workflowIds.flowRun(orgId, flowRunId);
  await sql.begin(async (tx) => {
    await tx`select set_config('parley.workflow_id', ${workflowId}, true)`;
    await recordStop(tx, [id]);
  });
}

/** A definite refusal: back to the queue when the catalogue says it may work later, else failed. */
async function deferOrFail(
  sql: Sql,
  message: GateMessage,
  attempt: number,
  error: SendErrorClass,
  retryAfterMs: number | null,
  now: Date,
): Promise<GateResult> {
  const retryInMs = retryIn(error, attempt, retryAfterMs);
  if (error.retry === 'slowNumber') await drainBucket(sql, message.phoneNumberId);
  if (error.class === 'stopped') await recordOwnStop(sql, message);
  if (isAboutFiles(error.code)) await forgetUploads(sql, [message.id]);
  if (retryInMs === null) {
    await sql`
      update messages set status = 'failed', status_rank = 40, lease_until = null, failed_at = clock_timestamp(),
        error_code = ${error.code}, error_class = ${error.class}, error_title = ${error.title}
      where id = ${message.id} and status = 'sending' and attempt = ${attempt}`;
    return { kind: 'settled', status: 'failed', error: { code: error.code, title: error.title } };
  }
  await sql`
    update messages set status = 'queued', status_rank = 0, lease_until = null, not_before = ${new Date(now.getTime() + retryInMs)},
      error_code = ${error.code}, error_class = ${error.class}, error_title = ${error.title}
    where id = ${message.id} and status = 'sending' and attempt = ${attempt}`;
  return { kind: 'deferred', retryInMs };
}

function retryIn(error: SendErrorClass, attempt: number, retryAfterMs: number | null): number | null {
  // NOTE: a retry a day later is a new row with retry_of; this row's own way ends here.
  if (error.retry === 'nextDay') return null;
  if (error.retry === 'hold') return HOLD_MS;
  return retryDelayMs(error.retry, attempt, Math.random(), retryAfterMs, error.maxAttempts);
}

/** Meta said this number is too fast: nobody sends on it for half a second. */
async function drainBucket(sql: Sql, phoneNumberId: string): Promise<void> {
  await sql`
    update private.rate_buckets set tokens = -rate_per_second / 2, updated_at = clock_timestamp() where phone_number_id = ${phoneNumberId}`;
}
