/**
 * What WhatsApp still sends about a message that was erased. Such an item is not applied and its delivery loses its body, so that the
 * person doesn't come back. Whether a message was erased is asked inside of statements that are made anyway (the search for the sender,
 * the search for the messages of statuses), so it costs no round trip.
 */
import type { Fragment } from 'postgres';
import type { Tx } from '../../platform/db/pool.ts';

/** The item belongs to a message that was erased: whatever it did so far has to be undone. */
export class MessageErasedError extends Error {
  override readonly name = 'MessageErasedError';
  readonly code = 'message_erased';

  constructor() {
    super('The message was erased: nothing of it is applied again.');
  }
}

/** How an erased message is known: by our number and an id, WhatsApp's or, for one that had none, ours. */
export function erasedName(phoneNumberId: string, id: string): string {
  return `${phoneNumberId} ${id}`;
}

/** Condition on a text: it is the name of a message that was erased. */
export function isErased(tx: Tx, name: Fragment): Fragment {
  return tx`exists (select from private.erased_messages gone where gone.key = sha256(convert_to(${name}, 'UTF8')))`;
}

/** Takes the bodies of deliveries away for good; a replay finds nothing in them. */
export async function eraseDeliveries(tx: Tx, ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx`update private.webhook_events set erased_at = now() where id = any(${ids}::bigint[])`;
}
