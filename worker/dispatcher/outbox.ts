/** Rows of private.outbox: workflows to start or signal, written in the transaction that gives the reason. */
import { json, type Tx } from '../../platform/db/pool.ts';
import type { WakeSignal } from '../../workflows/contract.ts';

export type OutboxMessage =
  | {
      topic: 'flowRun';
      key: string;
      payload: {
        orgId: string;
        flowId: string;
        contactId: string;
        conversationId: string;
        summary: string;
        wake: WakeSignal;
      };
    }
  | {
      topic: 'conversationWindow';
      key: string;
      payload: { orgId: string; windowSeq: number };
    }
  | {
      topic: 'conversationOutbox';
      key: string;
      payload: { orgId: string; messageId: string };
    };

export type OutboxRow = OutboxMessage & { id: number };

/** The writer dispatches its rows right after its commit; when it dies first, another process takes them after this time. */
const WRITER_LEASE_SECONDS = 5;

export async function writeOutbox(tx: Tx, messages: OutboxMessage[]): Promise<OutboxRow[]> {
  if (messages.length === 0) return [];
  const rows = await tx<OutboxRow[]>`
    insert into private.outbox (topic, key, payload, next_attempt_at)
    select m ->> 'topic', m ->> 'key', m -> 'payload', clock_timestamp() + make_interval(secs => ${WRITER_LEASE_SECONDS})
    from jsonb_array_elements(${json(tx, messages)}) m
    returning id, topic, key, payload`;
  return [...rows];
}
