/**
 * Brings outbox rows to Temporal: at least once, in any order. A row is leased (`next_attempt_at`), given to Temporal and
 * deleted; whoever dies in between leaves a row that is due again. While Temporal is away rows wait without counting attempts.
 */
import {
  isGrpcServiceError,
  WorkflowIdConflictPolicy,
  WorkflowNotFoundError,
  type Client,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { status as grpcStatus } from '@grpc/grpc-js';
import type { Logger } from '../../platform/log.ts';
import { json, type Sql } from '../../platform/db/pool.ts';
import { searchAttributes, taskQueues, workflowIds, type WakeSignal } from '../../workflows/contract.ts';
import { createBell } from '../bell.ts';
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
        from tried where attempts >= ${MAX_ATTEMPTS} on conflict do nothing
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

/**
 * @param eager whether a new workflow's first task is to come back with the answer and be worked on in this process: the server then
 * neither queues it nor writes down that somebody took it
 */
async function handOver(
  client: Client,
  row: OutboxRow,
  eager: { requestEagerStart: boolean },
): Promise<void> {
  const { requestId } = row;
  // Shown in Temporal's UI; for a workflow that runs already, the signal's argument says it.
  const memo = requestId ? { requestId } : {};
  switch (row.topic) {
    case 'flowRun': {
      const { orgId, flowId, contactId, conversationId, summary, wake } = row.payload;
      // A run that has been started before is nearly always running: a plain signal costs the server less.
      if (
        wake.kind !== 'started' &&
        (await signalIfRunning(client, workflowIds.flowRun(orgId, row.key), { ...wake, ...memo }))
      )
        return;
      const start = {
        workflowId: workflowIds.flowRun(orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, runId: row.key, lastTurn: 0 }],
        staticSummary: summary,
        memo,
        priority: { priorityKey: 2, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.flowId, value: flowId },
          { key: searchAttributes.contactId, value: contactId },
          { key: searchAttributes.conversationId, value: conversationId },
        ],
      } satisfies WorkflowStartOptions;
      // Every run begins with a turn, so its first wake needs no signal of its own.
      if (wake.kind === 'started') {
        const workflowIdConflictPolicy = WorkflowIdConflictPolicy.USE_EXISTING;
        await client.workflow.start('flowRun', { ...start, ...eager, workflowIdConflictPolicy });
      } else
        await client.workflow.signalWithStart('flowRun', {
          ...start,
          signal: 'wake',
          signalArgs: [{ ...wake, ...memo }],
        });
      return;
    }
    case 'conversationWindow': {
      const { orgId, windowSeq } = row.payload;
      await client.workflow.start('conversationWindow', {
        ...eager,
        workflowId: workflowIds.conversationWindow(orgId, row.key, windowSeq),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [{ orgId, conversationId: row.key, windowSeq }],
        staticSummary: `24-hour window ${windowSeq}`,
        priority: { priorityKey: 4, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.conversationId, value: row.key },
        ],
      });
      return;
    }
    case 'conversationOutbox': {
      const { orgId, messageId } = row.payload;
      await client.workflow.signalWithStart('conversationOutbox', {
        workflowId: workflowIds.conversationOutbox(orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, conversationId: row.key }],
        signal: 'newMessage',
        signalArgs: [{ messageId, ...memo }],
        staticSummary: 'Messages of agents, in the order they were written',
        memo,
        priority: { priorityKey: 1, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.conversationId, value: row.key },
        ],
      });
      return;
    }
    case 'flowJob': {
      const { orgId, flowId, kind } = row.payload;
      await client.workflow.signalWithStart('flowJob', {
        workflowId: workflowIds.flowJob(orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, jobId: row.key }],
        signal: 'wake',
        signalArgs: [memo],
        staticSummary: `Job: ${kind}`,
        memo,
        priority: { priorityKey: 5, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.flowId, value: flowId },
        ],
      });
      return;
    }
    case 'mail': {
      const { orgId, kind, number } = row.payload;
      await client.workflow.start('sendMail', {
        workflowId: workflowIds.mail(orgId, kind, row.key, number),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [{ orgId, kind, id: row.key, number }],
        staticSummary: `Mail: ${kind}`,
        memo,
        priority: { priorityKey: 2, fairnessKey: orgId },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: orgId }],
      });
      return;
    }
    case 'messageMedia': {
      const { orgId, conversationId } = row.payload;
      await client.workflow.start('fetchMedia', {
        ...eager,
        workflowId: workflowIds.fetchMedia(orgId, row.key),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [{ orgId, messageId: row.key }],
        staticSummary: 'File of a message',
        priority: { priorityKey: 4, fairnessKey: orgId },
        typedSearchAttributes: [
          { key: searchAttributes.orgId, value: orgId },
          { key: searchAttributes.conversationId, value: conversationId },
        ],
      });
      return;
    }
    case 'contactImport':
    case 'contactExport': {
      const { orgId } = row.payload;
      const type = row.topic === 'contactImport' ? 'importContacts' : 'exportContacts';
      await client.workflow.signalWithStart(type, {
        workflowId: workflowIds[type](orgId, row.key),
        taskQueue: taskQueues.flow,
        args: [{ orgId, id: row.key }],
        signal: 'wake',
        signalArgs: [memo],
        staticSummary: row.topic === 'contactImport' ? 'Import of contacts' : 'Export of contacts',
        memo,
        priority: { priorityKey: 5, fairnessKey: orgId },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: orgId }],
      });
      return;
    }
    case 'contactErasure': {
      const { orgId } = row.payload;
      await client.workflow.start('eraseContact', {
        workflowId: workflowIds.eraseContact(orgId, row.key),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [{ orgId, id: row.key }],
        staticSummary: 'Erases a person',
        memo,
        priority: { priorityKey: 5, fairnessKey: orgId },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: orgId }],
      });
      return;
    }
    case 'organizationPurge': {
      await client.workflow.start('organizationPurge', {
        workflowId: workflowIds.organizationPurge(row.key),
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        taskQueue: taskQueues.flow,
        args: [row.payload],
        staticSummary: 'Deletes an organisation',
        memo,
        priority: { priorityKey: 5, fairnessKey: row.key },
        typedSearchAttributes: [{ key: searchAttributes.orgId, value: row.key }],
      });
      return;
    }
  }
}

async function signalIfRunning(client: Client, workflowId: string, wake: WakeSignal): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).signal('wake', wake);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
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
