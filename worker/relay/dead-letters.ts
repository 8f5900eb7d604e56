/** What could not be done, with its cause. A reference leads to the rest: no message text, no phone number. */
import { createHash } from 'node:crypto';
import type { Fragment } from 'postgres';
import { itemKey } from '../../core/whatsapp/inbound/keys.ts';
import type { WebhookItem } from '../../core/whatsapp/inbound/types.ts';
import { sanitiseText } from '../../core/whatsapp/inbound/sanitise.ts';
import { json, type Sql, type Tx } from '../../platform/db/pool.ts';

export interface DeadLetter {
  /** null when it belongs to no organisation of ours. */
  orgId: string | null;
  kind: string;
  /** A stable code. */
  cause: string;
  /** What it is about; with kind and organisation the identity of a dead letter. */
  reference: Record<string, unknown>;
  /** The delivery (private.webhook_events) that it is replayed from. */
  seenIn?: number;
}

const MAX_LENGTH = 256;

/** An item without saying whose it is: WhatsApp's ids of messages are made from people's numbers. */
export function fingerprintOf(item: WebhookItem): string {
  return createHash('sha256').update(itemKey(item)).digest('hex').slice(0, 32);
}

/** A string from outside as a letter keeps it: cut to what an index takes, never in the middle of a character. */
export function asKept(text: string): string {
  return sanitiseText(text, MAX_LENGTH);
}

function bounded(reference: DeadLetter['reference']) {
  const entries = Object.entries(reference).map(([key, value]) => [
    key,
    typeof value === 'string' ? asKept(value) : value,
  ]);
  return Object.fromEntries(entries) as DeadLetter['reference'];
}

/**
 * The same thing that fails twice is one dead letter, with its newest cause. It is open again if it was done, but what somebody has
 * dismissed stays dismissed, and what waits for its replay goes on waiting.
 */
export async function writeDeadLetter(tx: Tx | Sql, letter: DeadLetter): Promise<void> {
  await tx`
    insert into private.dead_letters (org_id, kind, cause, reference, webhook_event_id, attempts)
    values (${letter.orgId}, ${letter.kind}, ${letter.cause}, ${json(tx, bounded(letter.reference))}, ${letter.seenIn ?? null}, 1)
    on conflict (kind, reference, org_id) do update set ${reopened(tx, tx`1`)}`;
}

/** What changes in a letter when its thing has failed `attempts` times more. */
export function reopened(tx: Tx | Sql, attempts: Fragment): Fragment {
  return tx`
    cause = excluded.cause, attempts = private.dead_letters.attempts + ${attempts}, last_failed_at = now(), replayed_at = null,
    webhook_event_id = coalesce(excluded.webhook_event_id, private.dead_letters.webhook_event_id), reason = null,
    state = case when private.dead_letters.state in ('requested', 'dismissed') then private.dead_letters.state else 'open' end,
    settled_at = case when private.dead_letters.state = 'dismissed' then private.dead_letters.settled_at end`;
}
