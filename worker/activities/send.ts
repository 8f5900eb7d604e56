/** The gate as a regular activity: for what could not go out on the fast path, and for agents' messages. */
import { activityInfo, ApplicationFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import type { Sql } from '../../platform/db/pool.ts';
import type { OutboxActivities, SendActivities, SendInput } from '../../workflows/contract.ts';
import { untilFileIsSent } from '../gate/after-media.ts';
import type { Gate } from '../gate/gate.ts';

export function createSendActivities(gate: Gate): SendActivities {
  return {
    async send({ messageId, now }: SendInput) {
      const result = await gate.sendMessage(messageId, laterOf(now));
      if (result.kind === 'settled') return { status: result.status };
      if (result.kind === 'runIsToEnd') return { status: 'queued' };
      // Expected, so it is no error in logs and metrics; Temporal does the waiting.
      throw ApplicationFailure.create({
        type: 'SendDeferred',
        message: `Not now; again in ${result.retryInMs} ms`,
        nextRetryDelay: result.retryInMs,
        category: ApplicationFailureCategory.BENIGN,
      });
    },
  };
}

export function createOutboxActivities(sql: Sql, gate: Gate): OutboxActivities {
  return {
    async queuedMessages({ conversationId, except }) {
      const rows = await sql<{ id: string }[]>`
        select id from messages where conversation_id = ${conversationId} and status = 'queued' and source in ('agent', 'api')
          and id <> all (${except}::uuid[])
        order by created_at, id limit 100`;
      return { messageIds: rows.map(({ id }) => id) };
    },
    async trySend({ messageId, now }) {
      const result = await gate.sendMessage(messageId, new Date(now));
      // The workflow sends the next message when this returns.
      if (result.kind === 'settled') await untilFileIsSent(sql, messageId);
      return { isSettled: result.kind === 'settled' };
    },
  };
}

/** A retry happens later than the workflow's call; the server that waited knows when. */
export function laterOf(now: string): Date {
  return new Date(Math.max(Date.parse(now), activityInfo().currentAttemptScheduledTimestampMs));
}
