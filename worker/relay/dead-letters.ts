/** What could not be done, with its cause. A reference leads to the rest: no message text, no phone number. */
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
export async function writeDeadLetter(tx: Tx | Sql, letter: DeadLetter): Promise<void> {
  await tx`
    insert into private.dead_letters (org_id, kind, cause, reference, webhook_event_id, attempts)
    values (${letter.orgId}, ${letter.kind}, ${letter.cause}, ${json(tx, letter.reference)}, ${letter.firstSeenIn ?? null}, 1)
    on conflict (kind, cause, reference) do update set attempts = private.dead_letters.attempts + 1`;
}
