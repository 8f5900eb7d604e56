/**
 * Brings outbox rows to Temporal: at least once, in any order. A row is leased (`next_attempt_at`), given to Temporal and
 * deleted; whoever dies in between leaves a row that is due again. While Temporal is away rows wait without counting attempts.
 */
import { isGrpcServiceError, type Client } from '@temporalio/client';
import { status as grpcStatus } from '@grpc/grpc-js';
import type { Logger } from '../../platform/log.ts';
import { json, type Sql } from '../../platform/db/pool.ts';
import { createBell } from '../bell.ts';
import { reopened } from '../relay/dead-letters.ts';
import { handOver } from './hand-over.ts';
import type { OutboxRow } from './outbox.ts';

const BATCH = 100;
const CONCURRENCY = 20;
const POLL_MS = 250;
const LEASE_SECONDS = 30;
const MAX_ATTEMPTS = 12;
const MAX_BACKOFF_SECONDS = 300;
const OUTAGE_RETRY_SECONDS = 2;
const CALL_DEADLINE_MS = 5_000;

export interface Dispatcher {
  /** Takes over rows that the caller's transaction has just committed. */
  dispatchSoon(rows: OutboxRow[]): void;
  /** Takes nothing new and waits for what is on its way. */
  stop(): Promise<void>;
}

export interface DispatcherOptions {
  sql: Sql;
  client: Client;
  /** On the connection of the workers in this process, while there are any. */
  workersClient(): Client | null;
  /** Adds what the namespace must know before the first workflow. */
  register(): Promise<void>;
  log: Logger;
}

export function startDispatcher({
  sql,
  client,
  workersClient,
  register,
  log,
}: DispatcherOptions): Dispatcher {
  let stopping = false;
  const queue: OutboxRow[] = [];
  const delivered: number[] = [];
  const inFlight = new Set<Promise<void>>();
  /** Ids of the rows queued or on their way. */
  const known = new Set<number>();
  let flushing: Promise<void> | null = null;

  function dispatchSoon(rows: OutboxRow[]) {
    for (const row of rows) {
      // A row whose lease ran out while it waits here is claimed again: one copy is enough.
      if (known.has(row.id)) continue;
      known.add(row.id);
      queue.push(row);
    }
    pump();
  }

  function pump() {
    while (!stopping && inFlight.size < CONCURRENCY && queue.length > 0) {
      const row = queue.shift()!;
      const work = deliver(row).finally(() => {
        inFlight.delete(work);
        known.delete(row.id);
        pump();
      });
      inFlight.add(work);
    }
  }

  async function deliver(row: OutboxRow) {
    try {
      const eager = workersClient();
      const inTime = <Result>({ connection }: Client, call: () => Promise<Result>) =>
        connection.withDeadline(Date.now() + CALL_DEADLINE_MS, call);
      await inTime(client, register);
      await inTime(eager ?? client, () =>
        handOver(eager ?? client, row, { requestEagerStart: eager !== null }),
      );
      delivered.push(row.id);
      const { requestId, topic, key } = row;
      if (requestId) log.info({ requestId, topic, key }, 'Temporal has what a request asked for');
      flushing ??= flush();
    } catch (error) {
      await postpone(row, error).catch((err: unknown) =>
        log.warn({ err }, 'outbox row not postponed; its lease will end'),
      );
    }
  }

  /** One delete for all rows that were delivered while the last delete ran. */
  async function flush() {
    while (delivered.length > 0) {
      const ids = delivered.splice(0);
      try {
        await sql`delete from private.outbox where id = any(${ids}::bigint[])`;
      } catch (err) {
        // They will be delivered once more, which every receiver bears.
        log.warn({ err }, 'delivered outbox rows not deleted');
      }
    }
    flushing = null;
  }

  async function postpone(row: OutboxRow, error: unknown) {
    const { topic, key, requestId } = row;
    const named = { topic, key, ...(requestId ? { requestId } : {}) };
    if (!isRowFault(error)) {
      log.debug({ err: error, ...named }, 'Temporal did not take an outbox row; it stays');
      await sql`
        update private.outbox set next_attempt_at = clock_timestamp() + make_interval(secs => ${OUTAGE_RETRY_SECONDS})
        where id = ${row.id}`;
      return;
    }
    log.error({ err: error, ...named }, 'Temporal refused an outbox row');
    const cause = error instanceof Error ? error.name : 'unknown';
    await sql`
      with tried as (
        update private.outbox set attempts = attempts + 1,
          next_attempt_at = clock_timestamp() + make_interval(secs => least(power(2, attempts), ${MAX_BACKOFF_SECONDS}))
        where id = ${row.id} returning *
      ), dead as (
        insert into private.dead_letters (org_id, kind, cause, reference, attempts)
        select (payload ->> 'orgId')::uuid, 'outbox', ${cause}, ${json(sql, { topic: row.topic, key: row.key, payload: row.payload })}, attempts
        from tried where attempts >= ${MAX_ATTEMPTS}
        on conflict (kind, reference, org_id) do update set ${reopened(sql, sql`excluded.attempts`)}
      )
      select 1`;
    await sql`delete from private.outbox where id = ${row.id} and attempts >= ${MAX_ATTEMPTS}`;
  }

  async function pollOnce() {
    if (queue.length >= BATCH) return 0;
    const rows = await sql<OutboxRow[]>`
      update private.outbox o set next_attempt_at = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      from (
        select id from private.outbox where next_attempt_at <= now() order by next_attempt_at limit ${BATCH}
        for update skip locked
      ) due
      where o.id = due.id
      returning o.id, o.topic, o.key, o.payload, o.request_id as "requestId"`;
    dispatchSoon([...rows]);
    return rows.length;
  }

  const bell = createBell();
  const polling = (async () => {
    while (!stopping) {
      const claimed = await pollOnce().catch((err: unknown) => {
        log.warn({ err }, 'outbox not readable');
        return 0;
      });
      if (claimed === BATCH) continue;
      await bell.wait(POLL_MS);
    }
  })();

  return {
    dispatchSoon,
    async stop() {
      stopping = true;
      bell.ring();
      await polling;
      await Promise.allSettled(inFlight);
      await flushing;
    },
  };
}

/** Only these say that the row itself is wrong; anything else is Temporal's, the network's or the set-up's fault and passes. */
const rowFaults: number[] = [
  grpcStatus.INVALID_ARGUMENT,
  grpcStatus.FAILED_PRECONDITION,
  grpcStatus.OUT_OF_RANGE,
];

function isRowFault(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause)) return rowFaults.includes(cause.code);
  }
  return false;
}
