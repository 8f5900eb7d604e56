/** Messages that Meta has taken. */
import { statusRank } from '../../core/messaging/status.ts';
import type { Sql } from '../../platform/db/pool.ts';
import { failureOf, raiseStatuses } from '../relay/items/statuses.ts';
import type { GateMessage } from './load.ts';
import { arrayOf, lockMessages } from './lock.ts';
import type { GateResult } from './result.ts';

export interface Accepted {
  message: GateMessage;
  wamid: string;
  status: 'sent' | 'held';
}

/** Also merges statuses that came before their message had its wamid and carried no id of ours. */
export async function recordAccepted(
  sql: Sql,
  accepted: readonly Accepted[],
): Promise<Map<string, GateResult>> {
  if (accepted.length === 0) return new Map();
  const early = await markAccepted(sql, accepted);
  const changes = early.flatMap(({ messageId, wamid, status, at, detail }) => {
    const rank = statusRank(status);
    const error = status === 'failed' ? failureOf(detail.errors ?? []) : null;
    return rank === null ? [] : [{ messageId, wamid, status, rank, at, error, pricing: null }];
  });
  const failed = changes.length === 0 ? [] : await sql.begin((tx) => raiseStatuses(tx, changes));
  const results = accepted.map(({ message }): [string, GateResult] => [message.id, sent]);
  return new Map([
    ...results,
    ...failed.map(({ messageId, error }): [string, GateResult] => [
      messageId,
      { kind: 'settled', status: 'failed', error },
    ]),
  ]);
}

const sent: GateResult = { kind: 'settled', status: 'sent', error: null };

interface EarlyStatus {
  messageId: string;
  wamid: string;
  status: string;
  at: Date;
  detail: { errors?: { code: number | null }[] };
}

/** @returns the statuses that were faster, which are their messages' from now on */
function markAccepted(sql: Sql, accepted: readonly Accepted[]): Promise<EarlyStatus[]> {
  const ids = accepted.map(({ message }) => message.id);
  const of = (value: (one: Accepted) => string) => arrayOf(sql, accepted.map(value));
  return sql<EarlyStatus[]>`
    with locked as materialized (${lockMessages(sql, ids)}
    ), answer as materialized (
      select l.id, l.phone_number_id, a.wamid, a.status,
        case a.status when 'held' then ${statusRank('held')}::smallint else ${statusRank('sent')}::smallint end as rank
      from unnest(${arrayOf(sql, ids)}::uuid[], ${of(({ wamid }) => wamid)}, ${of(({ status }) => status)}) as a (id, wamid, status)
      join locked l on l.id = a.id
    ), accepted as (
      update messages m set accepted_at = clock_timestamp(), lease_until = null,
        -- Not its own when another row has it already (an echo that was faster): that must not fail what was accepted.
        wamid = coalesce(m.wamid, (select a.wamid where not exists (
          select 1 from messages taken where taken.phone_number_id = a.phone_number_id and taken.wamid = a.wamid))),
        status = case when m.status_rank < a.rank then a.status else m.status end,
        status_rank = greatest(m.status_rank, a.rank),
        error_code = case when m.status = 'failed' then m.error_code end,
        error_class = case when m.status = 'failed' then m.error_class end,
        error_title = case when m.status = 'failed' then m.error_title end
      from answer a where m.id = a.id
    )
    update private.message_status_events e set message_id = a.id from answer a
    where e.phone_number_id = a.phone_number_id and e.wamid = a.wamid and e.message_id is null
    returning e.message_id as "messageId", e.wamid, e.status, e.at, e.detail`;
}
