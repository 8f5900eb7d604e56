/** Rows of private.outbox: workflows to start or signal, written in the transaction that gives the reason. */
import { json, type Tx } from '../../platform/db/pool.ts';
import type { WakeSignal } from '../../workflows/contract.ts';
import type { MailInput, PurgeInput } from '../../workflows/housekeeping-contract.ts';

export type OutboxMessage = (
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
    }
  | FlowJobMessage
  /** Written by the database's own functions. */
  | { topic: 'mail'; key: string; payload: Omit<MailInput, 'id'> }
  | { topic: 'organizationPurge'; key: string; payload: PurgeInput }
  | ContactFileMessage
  /** The key is the message's id. */
  | { topic: 'messageMedia'; key: string; payload: { orgId: string; conversationId: string } }
  /** The key is the endpoint's id. */
  | { topic: 'webhookDeliveries'; key: string; payload: { orgId: string } }
  | { topic: 'contactErasure'; key: string; payload: { orgId: string } }
  | CampaignMessage
  /** The key is the WhatsApp account's id. */
  | { topic: 'templateSync'; key: string; payload: { orgId: string; isUrgent: boolean } }
) & {
  /** The API request that asked for it, for operators. */
  requestId?: string | null;
};

/** A job to begin or to look at again. */
export interface FlowJobMessage {
  topic: 'flowJob';
  key: string;
  payload: { orgId: string; flowId: string; kind: string };
}

/** A campaign to begin or to look at again; mostly written by the database's own functions. */
export interface CampaignMessage {
  topic: 'campaign';
  key: string;
  payload: { orgId: string };
}

/** An import or export to begin or to look at again. */
export interface ContactFileMessage {
  topic: 'contactImport' | 'contactExport';
  key: string;
  payload: { orgId: string };
}

export type OutboxRow = OutboxMessage & { id: number };

/** The writer dispatches its rows right after its commit; when it dies first, another process takes them after this time. */
const WRITER_LEASE_SECONDS = 5;

export async function writeOutbox(tx: Tx, messages: OutboxMessage[]): Promise<OutboxRow[]> {
  if (messages.length === 0) return [];
  const rows = await tx<OutboxRow[]>`
    insert into private.outbox (topic, key, payload, request_id, next_attempt_at)
    select m ->> 'topic', m ->> 'key', m -> 'payload', m ->> 'requestId',
      clock_timestamp() + make_interval(secs => ${WRITER_LEASE_SECONDS})
    from jsonb_array_elements(${json(tx, messages)}) m
    returning id, topic, key, payload, request_id as "requestId"`;
  return [...rows];
}

/** Their due times are spread, so that many at once are no storm: the dispatcher takes each when its time has come. */
export interface Pace {
  /** Not before this; a time in the past counts as now. */
  notBefore: Date | null;
  perSecond: number;
}

/** @returns from when the next ones may follow, by the database's clock */
export async function writePacedOutbox(tx: Tx, messages: OutboxMessage[], pace: Pace): Promise<Date> {
  const [row] = await tx<{ nextAt: Date }[]>`
    with start as materialized (select greatest(${pace.notBefore}::timestamptz, clock_timestamp()) as at),
    written as (
      insert into private.outbox (topic, key, payload, next_attempt_at)
      select m ->> 'topic', m ->> 'key', m -> 'payload', start.at + make_interval(secs => (n - 1) / ${pace.perSecond}::float8)
      from start, jsonb_array_elements(${json(tx, messages)}) with ordinality as rows (m, n)
    )
    select at + make_interval(secs => ${messages.length} / ${pace.perSecond}::float8) as "nextAt" from start`;
  return row!.nextAt;
}
