/** Messages that have been through the gate before. */
import type { Sql } from '../../platform/db/pool.ts';
import type { GateMessage } from './load.ts';
import { lockMessages } from './lock.ts';
import type { GateResult } from './result.ts';

/** So that who comes while a lease runs out doesn't come at once again. */
const SHORTEST_WAIT_MS = 100;

/**
 * What came of them. A `sending` whose lease has run out was cut off: its outcome is unknown from then on.
 *
 * @param messages none of them `queued`
 */
export async function settleTried(
  sql: Sql,
  messages: readonly GateMessage[],
): Promise<Map<string, GateResult>> {
  const sending = messages.filter(({ status }) => status === 'sending').map(({ id }) => id);
  const leases = await leasesOf(sql, sending);
  return new Map(
    messages.map((message) => [
      message.id,
      message.status === 'sending' ? underway(leases.get(message.id)) : settled(message),
    ]),
  );
}

/** @returns milliseconds left, by message; those that are unknown from now on are missing */
async function leasesOf(sql: Sql, messageIds: readonly string[]): Promise<Map<string, number>> {
  if (messageIds.length === 0) return new Map();
  const rows = await sql<{ id: string; leftMs: number | null }[]>`
    with locked as materialized (${lockMessages(sql, messageIds)}
    ), expired as (
      update messages m set status = 'unknown', status_rank = 15, lease_until = null from locked
      where m.id = locked.id and m.status = 'sending' and m.lease_until < clock_timestamp() returning m.id
    )
    select m.id, extract(epoch from m.lease_until - clock_timestamp()) * 1000 as "leftMs" from messages m
    where m.id in (select id from locked) and m.id not in (select id from expired)`;
  return new Map(rows.map(({ id, leftMs }) => [id, Number(leftMs ?? 0)]));
}

function underway(leaseLeftMs: number | undefined): GateResult {
  if (leaseLeftMs === undefined) return { kind: 'settled', status: 'unknown', error: null };
  return { kind: 'deferred', retryInMs: Math.max(Math.ceil(leaseLeftMs), SHORTEST_WAIT_MS) };
}

function settled({ status, errorCode, errorTitle, errorClass }: GateMessage): GateResult {
  const error = {
    code: errorCode ?? 'unknown',
    title: errorTitle ?? 'Not sent',
    class: errorClass ?? 'permanent',
  };
  return { kind: 'settled', status, error: status === 'failed' ? error : null };
}
