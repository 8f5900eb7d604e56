/** Rows of `private.list_dead_letters`. */
import type { DeadLetter } from '../../core/api/dead-letters.ts';
import { explain, obstacles, titleOfKind, type Obstacle } from '../../core/dead-letters.ts';
import type { Tx } from '../../platform/db/pool.ts';
import { ApiError } from '../problems.ts';
import { toTime, toTimeOrNull } from './time.ts';

export interface DeadLetterRow {
  id: number;
  uid: string;
  kind: string;
  cause: string;
  state: DeadLetter['state'];
  obstacle: Obstacle | null;
  attempts: number;
  field: string | null;
  topic: string | null;
  phone_number_id: string | null;
  contact_id: string | null;
  conversation_id: string | null;
  message_id: string | null;
  flow_id: string | null;
  delivery_id: string | number | null;
  created_at: Date;
  last_failed_at: Date;
  settled_at: Date | null;
}

/** What it is and what went wrong, in words. */
export function explained(kind: string, cause: string) {
  return { kind, kindTitle: titleOfKind(kind), cause, ...explain(kind, cause) };
}

export function toDeadLetter(row: DeadLetterRow): DeadLetter {
  return {
    id: row.uid,
    ...explained(row.kind, row.cause),
    state: row.state,
    obstacle: row.obstacle,
    obstacleText: row.obstacle && obstacles[row.obstacle],
    attempts: row.attempts,
    field: row.field,
    topic: row.topic,
    phoneNumberId: row.phone_number_id,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    flowId: row.flow_id,
    deliveryId: row.delivery_id === null ? null : String(row.delivery_id),
    createdAt: toTime(row.created_at),
    lastFailedAt: toTime(row.last_failed_at),
    settledAt: toTimeOrNull(row.settled_at),
  };
}

/** @throws ApiError not_found */
export async function loadDeadLetter(tx: Tx, org: string, letter: string): Promise<DeadLetter> {
  const [row] = await tx<DeadLetterRow[]>`
    select * from private.list_dead_letters(${org}, ${letter}, null, null, null, null, null, null, 1)`;
  if (!row) throw new ApiError('not_found');
  return toDeadLetter(row);
}
