/** What could not be done, with its cause. A reference leads to the rest: no message text, no phone number. */
import { sanitiseText } from '../../core/whatsapp/inbound/sanitise.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';

export interface DeadLetter {
  /** null when it belongs to no organisation of ours. */
  orgId: string | null;
  kind: string;
  /** A stable code. */
  cause: string;
  /** What it is about; with kind and cause the identity of a dead letter. */
  reference: Record<string, unknown>;
  /** The delivery (private.webhook_events) in which it came first. */
  firstSeenIn?: number;
}

/** The same thing that fails the same way twice is one dead letter. */
const MAX_LENGTH = 256;

/** Strings from outside cut to what an index takes, never in the middle of a character. */
function bounded(reference: DeadLetter['reference']) {
  const entries = Object.entries(reference).map(([key, value]) => [
    key,
    typeof value === 'string' ? sanitiseText(value, MAX_LENGTH) : value,
  ]);
  return Object.fromEntries(entries) as DeadLetter['reference'];
}

export async function writeDeadLetter(tx: Tx | Sql, letter: DeadLetter): Promise<void> {
  await tx`
    insert into private.dead_letters (org_id, kind, cause, reference, webhook_event_id, attempts)
    values (${letter.orgId}, ${letter.kind}, ${letter.cause}, ${json(tx, bounded(letter.reference))}, ${letter.firstSeenIn ?? null}, 1)
    on conflict (kind, cause, reference) do update set attempts = private.dead_letters.attempts + 1`;
}
